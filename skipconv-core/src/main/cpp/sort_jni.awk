# Puts the functions that JavaCPP exports into the order of their names: it writes them in the order in which Java lists a
# class's methods, which differs from run to run, and the same sources shall give the same library.
/^JNIEXPORT.* Java_.*{$/ { inside = 1; count++; name[count] = $0; line[++lines] = "\001" }
!inside { line[++lines] = $0 }
inside { body[count] = body[count] $0 "\n" }
inside && /^}/ { inside = 0 }
END {
  for (i = 1; i <= count; i++) {
    n = name[i]
    b = body[i]
    for (j = i - 1; j >= 1 && name[j] > n; j--) {
      name[j + 1] = name[j]
      body[j + 1] = body[j]
    }
    name[j + 1] = n
    body[j + 1] = b
  }
  for (i = 1; i <= lines; i++) {
    if (line[i] == "\001") printf "%s", body[++next_function]
    else print line[i]
  }
}
