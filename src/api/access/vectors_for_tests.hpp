// The published test vector of docs/api/signing.md, and keys of the forms that customers bring.
// For the tests of this folder.
#pragma once

#include <string_view>

namespace api::vectors {

inline constexpr std::string_view key_name = "pk_test_0296tiiBb3UUmdjYQ3ySu00OnH1h";
inline constexpr std::string_view timestamp = "1700000000000";
inline constexpr std::string_view nonce = "n-0123456789";
inline constexpr std::string_view host = "127.0.0.1:8420";
inline constexpr std::string_view path = "/v1/orders";
inline constexpr std::string_view query = "validate_only=true";
inline constexpr std::string_view target = "/v1/orders?validate_only=true";
inline constexpr std::string_view body =
    R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"50000.00","quantity":"0.001"})";

inline constexpr std::string_view canonical =
    "v1\n"
    "pk_test_0296tiiBb3UUmdjYQ3ySu00OnH1h\n"
    "1700000000000\n"
    "n-0123456789\n"
    "POST\n"
    "127.0.0.1:8420\n"
    "/v1/orders?validate_only=true\n"
    "0d30597a0ac97bddedae9de3533e17ad16299b23d1420d28567827f2cbf6c9d2";
inline constexpr std::string_view canonical_digest =
    "6411c9a1cdeb401312cc966cae2d918c5d04dc1b6d9c90e1625c839bfe748a3d";

inline constexpr std::string_view hmac_secret =
    "ps_test_exampleSecret0exampleSecret0exampleSecret0x39WuiL";
inline constexpr std::string_view hmac_signature =
    "1b92913c1ecb92eb4c86d3ff90cd470b47e56826ffebdb6d569c81b064eb1e2c";

// The first key pair of RFC 8032, 7.1.
inline constexpr std::string_view ed25519_seed =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
inline constexpr std::string_view ed25519_point =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
inline constexpr std::string_view ed25519_signature =
    "xiDiQR0PfuQB6H3iVblU6Zzyxpr8Pwo1gdaAUgfN7OLLP228hbSUp0ezJkxfkJFupOH/KStEmVkTpkYbOvLtCg==";

inline constexpr std::string_view rsa_public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwuKwOgX1KLduwW2IcTWw\n"
    "K6QX/cVW1fauZ74QeWoG9kUUYZzfIHvPohH6CwpUHC0QpIwufwiAgs8jH4PQs4Hf\n"
    "jDvIp/Zocnyfp2rqh4CxyTkB/i6VfMAPlHU33R/tqle8Wb0ni7Q3udUPIi/z23he\n"
    "K9cDd+fD7YnUVz+GEpCf6vEnhFoXHyV/68jfwNPNaVBjuuuRiKtU8n1aAB394Z4S\n"
    "Kd/KEPlpYBdakHM5FWl31BQ4tdggoAKiDWOJqW/PGE4HAs+80Pl3UoOI47AXheWS\n"
    "tjytMWzG8nVyQpzQe1gHMPsvy9GG0cnakX6vQ9eoGRJgf5c4TmEBDajSZRB9xIOT\n"
    "hQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
inline constexpr std::string_view rsa_pss_signature =
    "vaYWBqT6fudvXr0S2O38Up4RKa3Tx50OS8jsJOvEdNpgLbjydj6tRjl16XxBZsIsbDBGAEiPbjxHCM+TKCubVxR23LTG9"
    "RSaxkrqVDnUDmqv8k6aem19USc+Ues0Vom5OuNOwBq3FEQpPl2UXxFrPHx0p74rFfwr5GKqr+iXfJV5qctczmwNwa2Sbb"
    "zIxxuYYFsIh12wHo73SbTfFBpOE7xw3ZTZ4PFesOp0pa20IAA9JzLh2sSb9HNQbt5O3iRQlYiVniEPU30WM0rcLSGr6j/"
    "cIkOC8VOa+KpNg0ICs+3tgEOQQi4HrL4CsKVPQk5bnn5/HPJl1JF1Oup6wcJKYA==";
inline constexpr std::string_view rsa_pkcs1_signature =
    "emV/pctSDXzqpfJ57aDnCD40GHIlKl+9JU6N3Uc5NlMCAICEx/Yxvx06Azx8gxC8p2aLr/C79PbHQUm4LYO1ELG6hDip1"
    "Tplj9GK9igEXxFqSo0GHI1/sIaQ/FO/x4VAYab+DhzSLPsYS99A11Y1GIolTAgu5d8tT5EuoxWrsXDRJEmKLyQ8TzapAL"
    "h5fOs/WBn8uV2kuPwsOnkrkdkwxFE162ohuuGqEJNbvXdzLK8MwOhTRBK0jfl2S0coLSLNXDADGg/07oe+4U6KaObPO7z"
    "QLc1o7ScPkBLV+TCOp45qI9hcqzLfh/5fI/acWF97IGP0sibZbY/ejxnBqpH1Iw==";

// Binance's published HMAC example.
inline constexpr std::string_view binance_secret =
    "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

}  // namespace api::vectors
