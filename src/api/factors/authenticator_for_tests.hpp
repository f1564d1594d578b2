// An authenticator of our own, for the tests of this folder: it says whatever it is told to say,
// and signs it properly, so that each check is met alone. It makes ES256 keys.
#pragma once

#include <openssl/ec.h>
#include <string>

#include "api/access/openssl.hpp"
#include "api/factors/webauthn.hpp"
#include "base/check.hpp"

namespace api::tests {

// What a browser and an authenticator would say, or something else.
struct Told {
    std::string type{};
    std::string challenge{};  // base64url
    std::string origin = "https://x.example";
    std::string more{};  // further members: ,"crossOrigin":true
    std::string party = "x.example";
    std::uint8_t flags = 0x05;  // present and verified
    std::uint32_t sign_counter = 1;
};

inline base::Bytes joined(std::initializer_list<base::BytesView> parts) {
    base::Bytes all;
    for (const base::BytesView part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

// CBOR's first bytes of an item: its kind (0 to 7) and its number.
inline base::Bytes cbor_head(int kind, std::size_t number) {
    const auto byte = [](std::size_t value) { return static_cast<std::uint8_t>(value); };
    const std::size_t first = static_cast<std::size_t>(kind) << 5;
    if (number < 24) return {byte(first | number)};
    return {byte(first | 25), byte(number >> 8), byte(number)};
}
inline base::Bytes cbor_bytes(base::BytesView bytes) {
    return joined({cbor_head(2, bytes.size()), bytes});
}
inline base::Bytes cbor_text(std::string_view text) {
    return joined({cbor_head(3, text.size()), base::as_bytes(text)});
}

inline base::Bytes client_data(const Told& told) {
    const std::string json = R"({"type":")" + told.type + R"(","challenge":")" + told.challenge +
                             R"(","origin":")" + told.origin + "\"" + told.more + "}";
    const base::BytesView bytes = base::as_bytes(json);
    return {bytes.begin(), bytes.end()};
}

// The 37 bytes that always come; what the flags promise besides is not here.
inline base::Bytes authenticator_head(const Told& told) {
    base::Bytes tail{told.flags};
    for (int shift = 24; shift >= 0; shift -= 8) {
        tail.push_back(static_cast<std::uint8_t>(told.sign_counter >> shift));
    }
    return joined({sha256(told.party), tail});
}

// {1: kind, 3: algorithm, ...}: the last part is the rest of the map.
inline base::Bytes cose_es256(base::BytesView x, base::BytesView y) {
    const base::Bytes head{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21};
    return joined({head, cbor_bytes(x), base::Bytes{0x22}, cbor_bytes(y)});
}
inline base::Bytes cose_ed25519(base::BytesView point) {
    const base::Bytes head{0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21};
    return joined({head, cbor_bytes(point)});
}

// What follows the head at registration.
inline base::Bytes attested(base::BytesView credential_id, base::BytesView cose_key) {
    const base::Bytes model(16);
    const base::Bytes length{static_cast<std::uint8_t>(credential_id.size() >> 8),
                             static_cast<std::uint8_t>(credential_id.size())};
    return joined({model, length, credential_id, cose_key});
}

// The statement is CBOR already.
inline base::Bytes attestation_object(std::string_view format, base::BytesView statement,
                                      base::BytesView data) {
    return joined({cbor_head(5, 3), cbor_text("fmt"), cbor_text(format), cbor_text("attStmt"),
                   statement, cbor_text("authData"), cbor_bytes(data)});
}

class Authenticator {
  public:
    Authenticator() : key_{EVP_EC_gen("P-256")} { CHECK(key_ != nullptr); }

    base::Bytes cose_key() const {
        unsigned char* point = nullptr;  // 4, x, y
        CHECK(EVP_PKEY_get1_encoded_public_key(key_.get(), &point) == 65);
        const base::Bytes key = cose_es256({point + 1, 32}, {point + 33, 32});
        OPENSSL_free(point);
        return key;
    }

    base::Bytes sign(base::BytesView data, base::BytesView said) const {
        const base::Bytes text = joined({data, sha256(base::as_text(said))});
        const OpenDigest context{EVP_MD_CTX_new()};
        std::size_t size = 128;
        base::Bytes signature(size);
        CHECK(EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key_.get(),
                                    nullptr) == 1 &&
              EVP_DigestSign(context.get(), signature.data(), &size, text.data(), text.size()) ==
                  1);
        signature.resize(size);
        return signature;
    }

    base::Bytes registration_data(const Told& told) const {
        return joined({authenticator_head(told), attested(credential_id, cose_key())});
    }
    Registration registration(const Told& told) const {
        const base::Bytes nothing = cbor_head(5, 0);
        return {client_data(told), attestation_object("none", nothing, registration_data(told))};
    }
    // "packed", with the signature of the key that it is about.
    Registration self_attested(const Told& told, std::uint8_t algorithm = 0x26) const {
        const base::Bytes said = client_data(told);
        const base::Bytes data = registration_data(told);
        const base::Bytes statement =
            joined({cbor_head(5, 2), cbor_text("alg"), base::Bytes{algorithm}, cbor_text("sig"),
                    cbor_bytes(sign(data, said))});
        return {said, attestation_object("packed", statement, data)};
    }
    Assertion assertion(const Told& told) const {
        const base::Bytes data = authenticator_head(told);
        const base::Bytes said = client_data(told);
        return {credential_id, said, data, sign(data, said)};
    }

    base::Bytes credential_id{1, 2, 3, 4};

  private:
    OpenKey key_;
};

}  // namespace api::tests
