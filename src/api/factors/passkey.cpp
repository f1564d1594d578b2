#include "api/factors/passkey.hpp"

#include "base/codec.hpp"

namespace api {
namespace {

constexpr std::uint8_t version = 1;

}  // namespace

vault::Secret format_passkey(const Passkey& passkey) {
    base::Bytes bytes{version};
    base::encode(bytes, passkey);
    return vault::Secret{bytes};
}

std::optional<Passkey> parse_passkey(const vault::Secret& sealed) {
    const base::BytesView bytes = sealed.reveal();
    if (bytes.empty() || bytes[0] != version) return std::nullopt;
    return base::decode_whole<Passkey>(bytes.subspan(1));
}

}  // namespace api
