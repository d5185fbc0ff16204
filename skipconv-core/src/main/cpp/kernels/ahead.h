// What the pixels of a list need is asked for ahead: they lie scattered, so that it is in no cache, and no prefetcher of the
// hardware's expects it.
#pragma once
#include "element.h"

namespace SK_TIER {

// A miss takes as long as some tiles do, and as many as the processor can wait for should be under way: a tile ahead gains nothing.
constexpr int PIXELS_AHEAD = 32;

template <bool WRITES, typename Element>
static inline void ask(const Element* first, int64_t count) {
  // An effect, of nothing: g++ takes functions that only ask for memory for functions without one, and drops their calls.
  __asm__ volatile("");
  const char* bytes = reinterpret_cast<const char*>(first);
  for (int64_t i = 0; i < count * int64_t(sizeof(Element)); i += 64) __builtin_prefetch(bytes + i, WRITES);
}

template <bool WRITES>
static inline void ask(const Cells& cells, int64_t count) {
  if (cells.isNarrow()) {
    ask<WRITES>(cells.narrows(), count);
  } else {
    ask<WRITES>(cells.floats(), count);
  }
}

// Goes through a list some pixels ahead of who computes them: before(i) calls visit(pixel) for those that have to be asked for
// before the so manieth entry is begun.
template <class Visit>
class Ahead {
 public:
  Ahead(const int32_t* list, int begin, int end, bool wanted, Visit visit)
      : list_(list), next_(wanted ? begin : end), end_(end), visit_(visit) {}

  void before(int i) {
    const int last = end_ - i > PIXELS_AHEAD ? i + PIXELS_AHEAD : end_;
    for (; next_ < last; next_++) visit_(list_[next_]);
  }

 private:
  const int32_t* list_;
  int next_;
  int end_;
  Visit visit_;
};

}  // namespace SK_TIER
