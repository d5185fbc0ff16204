package org.skipconv.gates;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.skipconv.core.io.NearestName;
import org.skipconv.core.io.StrictJson;

/** Objects of known fields in JSON that people edit: an unknown field is an error. */
final class Fields {
  private Fields() {}

  /** Reads the value of a field. */
  interface Field {
    void read() throws IOException;
  }

  /** Reads an object; returns the fields that were not there. */
  static Set<String> read(StrictJson in, Map<String, Field> fields) throws IOException {
    Set<String> missing = new LinkedHashSet<>(fields.keySet());
    in.members(
        name -> {
          Field field = fields.get(name);
          if (field == null) {
            throw new IllegalArgumentException(
                "unknown field "
                    + name
                    + "; did you mean "
                    + NearestName.of(name, fields.keySet())
                    + "?");
          }
          field.read();
          missing.remove(name);
        });
    return missing;
  }

  static void requireAll(Set<String> missing) {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("there is no field " + String.join(", ", missing));
    }
  }
}
