#include "api/factors/totp.hpp"

#include <algorithm>
#include <array>
#include <liboath/oath.h>
#include <sodium.h>
#include <string>

#include "api/access/binance_signature.hpp"
#include "base/check.hpp"

namespace api {
namespace {

using Code = std::array<char, totp_digits + 1>;  // with the zero that liboath writes

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Code code_of(const vault::Secret& secret, std::uint64_t step) {
    static const bool ready = oath_init() == OATH_OK;
    CHECK(ready);
    Code code{};
    const std::string_view bytes = secret.reveal_text();
    CHECK(oath_hotp_generate(bytes.data(), bytes.size(), step, totp_digits, false,
                             OATH_HOTP_DYNAMIC_TRUNCATION, code.data()) == OATH_OK);
    return code;
}

}  // namespace

vault::Secret make_totp_secret(Randomness& randomness) {
    return vault::Secret::made_by(totp_secret_bytes,
                                  [&](std::span<std::uint8_t> bytes) { randomness.fill(bytes); });
}

std::uint64_t totp_step_at(core::Timestamp now) {
    CHECK(now.ns >= 0);
    return static_cast<std::uint64_t>(now.ns / totp_period.ns);
}

std::optional<std::uint64_t> matching_step(const vault::Secret& secret, std::string_view code,
                                           core::Timestamp now) {
    if (code.size() != totp_digits || !std::ranges::all_of(code, is_digit)) return std::nullopt;
    if (now.ns < 0) return std::nullopt;
    const std::uint64_t here = totp_step_at(now);
    std::optional<std::uint64_t> matching;
    // All are compared, and each in constant time.
    for (std::uint64_t step = here == 0 ? 0 : here - 1; step <= here + 1; ++step) {
        Code right = code_of(secret, step);
        if (sodium_memcmp(right.data(), code.data(), totp_digits) == 0) matching = step;
        sodium_memzero(right.data(), right.size());
    }
    return matching;
}

vault::Secret totp_code(const vault::Secret& secret, std::uint64_t step) {
    Code code = code_of(secret, step);
    vault::Secret text{std::string_view{code.data(), totp_digits}};
    sodium_memzero(code.data(), code.size());
    return text;
}

vault::Secret totp_uri(const vault::Secret& secret, TotpLabel label) {
    const std::string issuer = encode_percent(label.issuer);
    const std::string account = encode_percent(label.account);
    const vault::Secret digits = format_base32(secret);
    std::string uri;
    uri.reserve(128 + 2 * issuer.size() + account.size() + digits.size());  // no copies by growing
    uri += "otpauth://totp/";
    uri += issuer;
    uri += ':';
    uri += account;
    uri += "?secret=";
    uri += digits.reveal_text();
    uri += "&issuer=";
    uri += issuer;
    uri += "&algorithm=SHA1&digits=6&period=30";
    return vault::Secret::take(std::move(uri));
}

vault::Secret format_base32(const vault::Secret& secret) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const base::BytesView bytes = secret.reveal();
    const std::size_t bits = bytes.size() * 8;
    const auto bit = [&](std::size_t at) {
        return at < bits ? bytes[at / 8] >> (7 - at % 8) & 1 : 0;
    };
    return vault::Secret::made_by((bits + 4) / 5, [&](std::span<std::uint8_t> text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            int digit = 0;
            for (std::size_t at = 5 * i; at < 5 * i + 5; ++at) digit = digit << 1 | bit(at);
            text[i] = static_cast<std::uint8_t>(alphabet[static_cast<std::size_t>(digit)]);
        }
    });
}

}  // namespace api
