#include "vault/secret.hpp"

#include <algorithm>
#include <sodium.h>

namespace vault {

Secret::Secret(std::size_t size) : bytes_{std::make_unique<std::uint8_t[]>(size)}, size_{size} {}

Secret::Secret(base::BytesView bytes) : Secret{bytes.size()} {
    std::ranges::copy(bytes, bytes_.get());
}

Secret Secret::take(std::string&& text) {
    Secret secret{std::string_view{text}};
    sodium_memzero(text.data(), text.size());
    text.clear();
    return secret;
}

Secret Secret::random(std::size_t size) {
    Secret secret{size};
    randombytes_buf(secret.bytes_.get(), size);
    return secret;
}

Secret::Secret(Secret&& other) noexcept
    : bytes_{std::move(other.bytes_)}, size_{std::exchange(other.size_, 0)} {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() noexcept {
    if (bytes_) sodium_memzero(bytes_.get(), size_);
}

}  // namespace vault
