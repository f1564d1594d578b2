#include "api/factors/passwords.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <simdjson.h>
#include <sodium.h>
#include <string>

#include "base/check.hpp"
#include "base/letters.hpp"

namespace api {
namespace {

using base::equal_in_any_case;

// Of those that are long enough, the ones that stand first in every list of leaked passwords.
constexpr std::array<std::string_view, 40> commonest = {
    "1234567890123",  "123456789012",   "0123456789012",    "1234567891234",
    "12345678901234", "123456789abc",   "123456789qwe",     "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u", "1qaz2wsx3edc",   "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6",
    "qwertyuiop12",   "qwertyuiop123",  "qwertyuiop[]",     "qwertyuiopas",
    "qwertyuiopasdf", "qwerty123456",   "qwerty12345678",   "qwertyqwerty",
    "asdfghjkl123",   "asdfghjkl;'",    "zxcvbnm12345",     "abcdefghijkl",
    "abcdefghijklm",  "abc123456789",   "abcd1234abcd1234", "password1234",
    "password12345",  "password123456", "passwordpassword", "passw0rd1234",
    "p@ssw0rd1234",   "letmeinletmein", "iloveyou1234",     "iloveyouforever",
    "administrator",  "changeme1234",   "welcome12345",     "correcthorsebatterystaple",
};

constexpr std::size_t different_bytes_min = 5;

bool is_common(std::string_view password) {
    return std::ranges::any_of(
        commonest, [&](std::string_view common) { return equal_in_any_case(common, password); });
}

std::size_t different_bytes(std::string_view text) {
    std::bitset<256> seen;
    for (const char c : text) seen.set(static_cast<unsigned char>(c));
    return seen.count();
}

bool ready() {
    static const bool made = sodium_init() >= 0;
    return made;
}

// As libsodium wants its texts: with a zero behind, in memory of a fixed size.
using HashText = std::array<char, crypto_pwhash_argon2id_STRBYTES>;

std::optional<HashText> text_of(const vault::Secret& hash) {
    if (hash.size() >= crypto_pwhash_argon2id_STRBYTES) return std::nullopt;
    HashText text{};
    std::ranges::copy(hash.reveal_text(), text.begin());
    return text;
}

}  // namespace

std::string_view name_of(PasswordFault fault) {
    switch (fault) {
        case PasswordFault::too_short:
            return "too_short";
        case PasswordFault::too_long:
            return "too_long";
        case PasswordFault::not_utf8:
            return "not_utf8";
        case PasswordFault::is_email:
            return "is_email";
        case PasswordFault::too_common:
            return "too_common";
        case PasswordFault::too_uniform:
            return "too_uniform";
    }
    return {};
}

std::string_view sentence_for(PasswordFault fault) {
    switch (fault) {
        case PasswordFault::too_short:
            return "A password needs at least 12 characters. Four words that have nothing to do "
                   "with each other are a good one.";
        case PasswordFault::too_long:
            return "A password may have at most 256 bytes.";
        case PasswordFault::not_utf8:
            return "The password is not text in UTF-8.";
        case PasswordFault::is_email:
            return "Your e-mail address is the first thing that others will try. Take another "
                   "password.";
        case PasswordFault::too_common:
            return "This password is in every list of leaked ones. Take another.";
        case PasswordFault::too_uniform:
            return "This password has fewer than five different characters. Take another.";
    }
    return {};
}

std::expected<void, PasswordFault> judge_password(std::string_view password,
                                                  std::string_view email) {
    if (password.size() < password_bytes_min) return std::unexpected(PasswordFault::too_short);
    if (password.size() > password_bytes_max) return std::unexpected(PasswordFault::too_long);
    if (!simdjson::validate_utf8(password.data(), password.size())) {
        return std::unexpected(PasswordFault::not_utf8);
    }
    if (equal_in_any_case(password, email) ||
        equal_in_any_case(password, email.substr(0, email.find('@')))) {
        return std::unexpected(PasswordFault::is_email);
    }
    if (is_common(password)) return std::unexpected(PasswordFault::too_common);
    if (different_bytes(password) < different_bytes_min) {
        return std::unexpected(PasswordFault::too_uniform);
    }
    return {};
}

std::optional<vault::Secret> hash_password(std::string_view password, PasswordCost cost) {
    CHECK(ready());
    HashText text{};
    if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), cost.passes,
                                   cost.memory_bytes) != 0) {
        return std::nullopt;
    }
    vault::Secret hash{std::string_view{text.data()}};
    sodium_memzero(text.data(), text.size());
    return hash;
}

bool is_password(const vault::Secret& hash, std::string_view password) {
    CHECK(ready());
    const auto text = text_of(hash);
    return text &&
           crypto_pwhash_argon2id_str_verify(text->data(), password.data(), password.size()) == 0;
}

void verify_nothing(std::string_view password, PasswordCost cost) {
    CHECK(ready());
    constexpr std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES> salt{};
    std::array<std::uint8_t, 32> nothing{};
    // Without memory it fails as early as is_password() would.
    (void)!crypto_pwhash_argon2id(nothing.data(), nothing.size(), password.data(), password.size(),
                                  salt.data(), cost.passes, cost.memory_bytes,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13);
    sodium_memzero(nothing.data(), nothing.size());
}

bool needs_rehash(const vault::Secret& hash, PasswordCost cost) {
    const auto text = text_of(hash);
    return !text || crypto_pwhash_argon2id_str_needs_rehash(text->data(), cost.passes,
                                                            cost.memory_bytes) != 0;
}

}  // namespace api
