// FUZZ_TARGET(name, bytes) { ... }: a parser's promise, played with any bytes at all.
//
//     FUZZ_TARGET(decimal, bytes) { ... CHECK(...) ... }
//
// One target per *_fuzz.cpp file, beside the code it plays with. clang's libFuzzer drives it, or
// tests/fuzz_main.cpp with seeded inputs under any compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#define FUZZ_TARGET(name, bytes)                                                        \
    static void fuzz_##name(std::span<const std::uint8_t> bytes);                       \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
        fuzz_##name({data, size});                                                      \
        return 0;                                                                       \
    }                                                                                   \
    static void fuzz_##name(std::span<const std::uint8_t> bytes)
