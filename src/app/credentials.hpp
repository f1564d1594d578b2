// The demo's credentials: how alice, bob, carol and the staff sign in, and the customers' keys, in
// one file that only its owner can read.
//
//     {"base_url": "http://127.0.0.1:8420", "ws_url": null, "markets": ["BTCUSDT", ...],
//      "customers": {"alice": {"account_id": "3",
//          "email": "alice@example.org", "password": "...", "totp_secret": "JBSW...",
//          "keys": {"hmac": {"api_key": "pk_test_...", "api_secret": "ps_test_..."},
//                   "ed25519": {"api_key": "pk_test_...", "private_key_pem": "-----BEGIN ..."}}}},
//      "staff": {"sam": {"email": ..., "password": ..., "totp_secret": ..., "roles": ["mlro"]}}}
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct DemoKey {
    std::string name;  // "hmac", "ed25519", "rsa", "read_only"
    std::string api_key;
    std::string api_secret;       // HMAC keys only
    std::string private_key_pem;  // the others
};

// How somebody signs in. The market's own two do not: theirs is empty.
struct DemoLogin {
    std::string email;
    std::string password;
    std::string totp_secret;  // base32; empty: no second factor
};

struct DemoCustomer {
    std::string name;
    std::uint64_t account{};
    DemoLogin login;
    std::vector<DemoKey> keys;
};

struct DemoStaff {
    std::string name;
    DemoLogin login;
    std::vector<std::string> roles;
};

struct Credentials {
    std::string base_url;
    std::vector<std::string> markets;
    std::vector<DemoCustomer> customers;
    std::vector<DemoStaff> staff;

    const DemoCustomer& customer(std::string_view name) const;                   // these
    const DemoKey& key(std::string_view customer, std::string_view name) const;  // must exist
};

// Written whole or not at all, mode 0600. The error is a sentence.
[[nodiscard]] std::expected<void, std::string> write_credentials(const std::filesystem::path& file,
                                                                 const Credentials& credentials);
// Nothing if there is no such file or it is not one of ours.
std::optional<Credentials> read_credentials(const std::filesystem::path& file);

}  // namespace app
