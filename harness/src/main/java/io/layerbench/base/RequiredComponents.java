package io.layerbench.base;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Refuses null in a file for every component of a record, and for every element of a list or map in
 * one, that is not declared nullable.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    AnnotatedType type =
        annotated instanceof AnnotatedParameter parameter ? componentType(parameter) : null;
    return type == null
        ? super.findSetterInfo(config, annotated)
        : JsonSetter.Value.construct(
            isNullable(type) ? Nulls.DEFAULT : Nulls.FAIL,
            hasNullableElements(type) ? Nulls.DEFAULT : Nulls.FAIL);
  }

  /** The type of the component that a constructor's parameter is of; null for other parameters. */
  private static @Nullable AnnotatedType componentType(AnnotatedParameter parameter) {
    RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
    boolean canonical =
        components != null && parameter.getOwner().getParameterCount() == components.length;
    return canonical ? components[parameter.getIndex()].getAnnotatedType() : null;
  }

  private static boolean hasNullableElements(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType whole
        && Arrays.stream(whole.getAnnotatedActualTypeArguments())
            .anyMatch(RequiredComponents::isNullable);
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
