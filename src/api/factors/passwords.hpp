// Passwords: which ones are taken, and what is kept of them. Argon2id, by libsodium.
//
//     judge_password("correct horse battery", "alice@example.org")      // good
//     auto kept = hash_password("correct horse battery", house_password_cost);   // to the vault
//     is_password(*kept, "correct horse battery")                        // true
//
// What is kept says its own cost, so that the cost can be raised later: whoever logs in with a hash
// that needs_rehash() gets a new one.
//
// Rule     12 to 256 bytes of UTF-8; not the e-mail address nor the part before its @; not one of
//          the commonest, in any case; at least five different bytes. Nothing about digits or
//          signs: length is what counts.
// Cost     100 ms and 64 MiB at the house's cost, by design: never on a thread that others wait
//          for, and few at once. verify_nothing() takes as long, for people who do not exist.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "vault/secret.hpp"

namespace api {

struct PasswordCost {
    std::uint64_t passes{};
    std::size_t memory_bytes{};
};
inline constexpr PasswordCost house_password_cost{3, std::size_t{64} << 20};
// The least that there is, for tests and the demo, where nothing is to be protected.
inline constexpr PasswordCost least_password_cost{1, std::size_t{8} << 10};

inline constexpr std::size_t password_bytes_min = 12;
inline constexpr std::size_t password_bytes_max = 256;

enum class PasswordFault : std::uint8_t {
    too_short,
    too_long,
    not_utf8,
    is_email,
    too_common,
    too_uniform,  // fewer than five different bytes
};
std::string_view name_of(PasswordFault fault);       // "too_short"
std::string_view sentence_for(PasswordFault fault);  // for the person: what to do instead

// Of a new password only. One that was good once is not refused at login.
[[nodiscard]] std::expected<void, PasswordFault> judge_password(std::string_view password,
                                                                std::string_view email);

// "$argon2id$v=19$m=65536,t=3,p=1$salt$hash", with a salt of the system's. Nothing when there is
// no memory for it now.
std::optional<vault::Secret> hash_password(std::string_view password, PasswordCost cost);

// False too for what no hash_password() made.
bool is_password(const vault::Secret& hash, std::string_view password);

// Spends the time of is_password() under a hash of this cost, and knows nothing afterwards.
void verify_nothing(std::string_view password, PasswordCost cost);

bool needs_rehash(const vault::Secret& hash, PasswordCost cost);

}  // namespace api
