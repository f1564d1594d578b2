#include "base/zeroed.hpp"

#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>

#include "base/check.hpp"

namespace base {

namespace {

constexpr std::size_t small_page = 4'096;
constexpr std::size_t large_page = std::size_t{2} << 20;

bool in_large_pages(std::size_t bytes) { return bytes >= large_page / 2; }

// Whole large pages; what is left over is another one if it fills half of it, else small pages: a
// large one would be memory of which most is never used.
std::size_t whole_pages(std::size_t bytes) {
    const std::size_t over = bytes % large_page;
    const std::size_t page = over < large_page / 2 ? small_page : large_page;
    return (bytes + page - 1) / page * page;
}

// More address space than needed is taken, and what lies before and behind whole pages given back.
void* map_aligned(std::size_t bytes) {
    void* const taken = mmap(nullptr, bytes + large_page, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(taken != MAP_FAILED);
    char* const first = static_cast<char*>(taken);
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(first) % large_page;
    if (before != 0) munmap(first, before);
    munmap(first + before + bytes, large_page - before);
    return first + before;
}

}  // namespace

// One byte of each page is written back as it is; reading alone would leave the page shared.
void touch_pages(void* memory, std::size_t bytes) {
    auto* const first = static_cast<volatile char*>(memory);
    for (std::size_t at = 0; at < bytes; at += small_page) first[at] = first[at];
}

void* take_zeroed(std::size_t bytes) {
    if (!in_large_pages(bytes)) {
        void* const memory = std::calloc(1, bytes);
        CHECK(memory != nullptr);
        return memory;
    }
    void* const memory = map_aligned(whole_pages(bytes));
    madvise(memory, whole_pages(bytes), MADV_HUGEPAGE);  // a wish; small pages do as well
    return memory;
}

void free_zeroed(void* memory, std::size_t bytes) noexcept {
    if (memory == nullptr) return;
    if (in_large_pages(bytes)) {
        munmap(memory, whole_pages(bytes));
    } else {
        std::free(memory);
    }
}

}  // namespace base
