// Plays a fuzz target with seeded inputs where libFuzzer is not at hand.
//
//     decimal_fuzz --seed 7 --runs 100000     the same seed plays the same inputs
//     decimal_fuzz FILE ...                   plays the files, e.g. a crash that was kept
//
// Half of the inputs are mutations of earlier ones, so that lengths and structure drift.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/prng.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

// Characters that parsers give a meaning to come more often than the others.
std::uint8_t likely_byte(base::Prng& prng) {
    static constexpr char meaningful[] = "0123456789.-+eE{}[]\",:\\ \r\n\t/?&=%GETPOSThost";
    return prng.one_in(3) ? static_cast<std::uint8_t>(prng.next())
                          : static_cast<std::uint8_t>(meaningful[prng.below(sizeof meaningful)]);
}

Bytes fresh(base::Prng& prng) {
    Bytes bytes(prng.below(prng.one_in(20) ? 4096 : 48));
    for (std::uint8_t& byte : bytes) byte = likely_byte(prng);
    return bytes;
}

Bytes mutated(base::Prng& prng, Bytes bytes) {
    for (std::uint64_t changes = 1 + prng.below(4); changes > 0; --changes) {
        const std::size_t at = bytes.empty() ? 0 : prng.below(bytes.size());
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        switch (prng.below(3)) {
            case 0:
                bytes.insert(place, likely_byte(prng));
                break;
            case 1:
                if (!bytes.empty()) bytes.erase(place);
                break;
            default:
                if (!bytes.empty()) *place = likely_byte(prng);
        }
    }
    return bytes;
}

void play_file(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int count, char** words) {
    std::uint64_t seed = 1;
    std::uint64_t runs = 100'000;
    bool files = false;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--seed" && i + 1 < count) {
            seed = std::strtoull(words[++i], nullptr, 10);
        } else if (word == "--runs" && i + 1 < count) {
            runs = std::strtoull(words[++i], nullptr, 10);
        } else {
            play_file(words[i]);
            files = true;
        }
    }
    if (files) return 0;
    base::Prng prng{seed};
    std::vector<Bytes> kept{Bytes{}};
    for (std::uint64_t run = 0; run < runs; ++run) {
        Bytes bytes = prng.one_in(2) ? fresh(prng) : mutated(prng, kept[prng.below(kept.size())]);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        if (kept.size() < 256) {
            kept.push_back(std::move(bytes));
        } else {
            kept[prng.below(kept.size())] = std::move(bytes);
        }
    }
    std::printf("played %llu inputs from seed %llu\n", static_cast<unsigned long long>(runs),
                static_cast<unsigned long long>(seed));
}
