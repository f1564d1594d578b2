// Ids for what is asked on one connection after its handshake: unlike each other and unlike those
// of requests, and their neighbours cannot be guessed from one that was told.
//
//     RequestIds ids{arrival};                 // of the handshake
//     arrival.request_id = ids.next();
//
// Threads: one.
#pragma once

#include <array>
#include <cstdint>

#include "api/dialects/dialect.hpp"

namespace api {

class RequestIds {
  public:
    explicit RequestIds(const Arrival& handshake) {
        for (const char c : handshake.request_id) {
            number_ = number_ << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
        }
    }

    std::array<char, 16> next() {
        constexpr std::uint64_t odd = 0xD1B54A32D192ED03;
        number_ += odd;
        std::array<char, 16> id{};
        std::uint64_t rest = number_;
        for (char& c : id) {
            c = "0123456789abcdef"[rest & 15];
            rest >>= 4;
        }
        return id;
    }

  private:
    std::uint64_t number_{};
};

}  // namespace api
