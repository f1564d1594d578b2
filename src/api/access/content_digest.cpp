#include "api/access/content_digest.hpp"

#include <sodium.h>

#include "api/access/digest.hpp"
#include "api/access/structured_fields.hpp"
#include "base/bytes.hpp"

namespace api {
namespace {

std::string sha256_base64(std::string_view body) { return base::format_base64(sha256(body)); }

std::string sha512_base64(std::string_view body) {
    std::array<std::uint8_t, crypto_hash_sha512_BYTES> digest{};
    const base::BytesView bytes = base::as_bytes(body);
    crypto_hash_sha512(digest.data(), bytes.data(), bytes.size());
    return base::format_base64(digest);
}

}  // namespace

std::expected<void, DigestFault> check_content_digest(std::string_view field,
                                                      std::string_view body) {
    const auto digests = structured::Dictionary::parse(field);
    if (!digests) return std::unexpected(DigestFault::not_a_digest);
    bool known = false;
    for (const structured::Member& member : digests->members()) {
        if (member.key != "sha-256" && member.key != "sha-512") continue;
        known = true;
        if (member.is_list) return std::unexpected(DigestFault::not_a_digest);
        const structured::Value& said = digests->items(member).front().value;
        if (said.kind != structured::Kind::bytes) {
            return std::unexpected(DigestFault::not_a_digest);
        }
        const std::string real =
            member.key == "sha-256" ? sha256_base64(body) : sha512_base64(body);
        if (said.text != real) return std::unexpected(DigestFault::differs);
    }
    if (!known) return std::unexpected(DigestFault::no_known_algorithm);
    return {};
}

std::string content_digest(std::string_view body) {
    return "sha-256=:" + sha256_base64(body) + ":";
}

}  // namespace api
