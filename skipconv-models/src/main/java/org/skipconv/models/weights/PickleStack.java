package org.skipconv.models.weights;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Stack, marks and memo of the machine that a pickle is a program for. */
final class PickleStack {
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final List<Object> memo = new ArrayList<>();

  /** Forgets everything; the next pickle begins anew. */
  void clear() {
    stack.clear();
    marks.clear();
    memo.clear();
  }

  /** Number of values that were kept, when they are numbered from 0. */
  int kept() {
    return memo.size();
  }

  void mark() {
    marks.push(stack.size());
  }

  void push(Object value) {
    stack.add(value);
  }

  private int bottom() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  Object peek() throws IOException {
    if (stack.size() <= bottom()) {
      throw TorchObjects.damaged("its stack is empty");
    }
    return stack.get(stack.size() - 1);
  }

  Object pop() throws IOException {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** Takes away the top, be it a value or a mark. */
  void popAny() throws IOException {
    if (!marks.isEmpty() && stack.size() == marks.peek()) {
      marks.pop();
    } else {
      pop();
    }
  }

  /** Takes away all above the last mark, and the mark. */
  List<Object> popToMark() throws IOException {
    if (marks.isEmpty()) {
      throw TorchObjects.damaged("there is no mark");
    }
    List<Object> above = stack.subList(marks.pop(), stack.size());
    List<Object> items = new ArrayList<>(above);
    above.clear();
    return items;
  }

  /**
   * Keeps the top under a number.
   *
   * @param position in the input: who writes pickles counts from 0, and no entry has less than a
   *     byte
   */
  void memoise(long index, long position) throws IOException {
    if (index < 0 || index > position) {
      throw TorchObjects.damaged("it keeps a value under number " + index);
    }
    Object top = peek();
    while (memo.size() <= index) {
      memo.add(Pickled.None.NONE);
    }
    memo.set((int) index, top);
  }

  /** Value that was kept under a number. */
  Object remembered(long index) throws IOException {
    if (index < 0 || index >= memo.size()) {
      throw TorchObjects.damaged("there is no value under number " + index);
    }
    return memo.get((int) index);
  }
}
