// Bytes that nobody should see: they cannot be printed, formatted or copied by accident, and they
// are wiped when they go.
//
//     const Secret secret = Secret::take(std::move(text));   // wipes the source as well
//     mac(key, secret.reveal());                             // the one way to the bytes
//     std::cout << secret;                                   // does not compile
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"

namespace vault {

class Secret {
  public:
    // Copies; the source stays the caller's to wipe.
    explicit Secret(base::BytesView bytes);
    explicit Secret(std::string_view text) : Secret(base::as_bytes(text)) {}
    // Copies and wipes the source.
    static Secret take(std::string&& text);
    // As many fresh random bytes.
    static Secret random(std::size_t size);
    // Of a size, for `fill` to write: bytes that never lie anywhere else.
    template <class Fill>
    static Secret made_by(std::size_t size, Fill&& fill) {
        Secret secret{size};
        std::forward<Fill>(fill)(std::span{secret.bytes_.get(), size});
        return secret;
    }

    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    base::BytesView reveal() const { return {bytes_.get(), size_}; }
    std::string_view reveal_text() const { return base::as_text(reveal()); }
    std::size_t size() const { return size_; }

    template <class Stream>
    friend Stream& operator<<(Stream&, const Secret&) = delete;

  private:
    explicit Secret(std::size_t size);
    void wipe() noexcept;

    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t size_{};
};

}  // namespace vault
