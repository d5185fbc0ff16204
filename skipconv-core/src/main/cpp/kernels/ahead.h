// What the pixels of a list need is asked for ahead of its use: open pixels lie scattered, in no cache, and no prefetcher of the
// hardware's expects them.
#pragma once
#include "element.h"

namespace SK_TIER {

// A miss takes as long as several tiles, and a core can wait for some twenty at once: asking one tile ahead gains nothing. 16 to 48
// pixels are alike.
constexpr int PIXELS_AHEAD = 32;

template <bool WRITES, typename Element>
static inline void ask(const Element* first, int64_t count) {
  // An empty effect: g++ takes functions that only prefetch for functions without any effect, and drops their calls.
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

// Goes through a list ahead of the loop that computes its pixels: before(i) calls visit(pixel) for all that should have been asked
// for when the entries before i are computed.
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
