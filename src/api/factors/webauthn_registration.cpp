// The half of webauthn.hpp that takes a new passkey.
#include <cbor.h>
#include <fido.h>
#include <fido/es256.h>
#include <optional>
#include <sodium.h>

#include "api/access/openssl.hpp"
#include "api/factors/cbor_shape.hpp"
#include "api/factors/webauthn_parts.hpp"
#include "base/check.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using webauthn::AuthenticatorData;

constexpr std::size_t attestation_bytes_max = 8'192;
constexpr PasskeyAlgorithm algorithms[] = {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa,
                                           PasskeyAlgorithm::rs256};

std::unexpected<PasskeyFault> wrong(PasskeyFault fault) { return std::unexpected(fault); }

struct FreeCbor {
    void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using CborItem = std::unique_ptr<cbor_item_t, FreeCbor>;
using OpenCredential = std::unique_ptr<fido_cred_t, webauthn::FreedByFido<fido_cred_free>>;
using OpenEs256 = std::unique_ptr<es256_pk_t, webauthn::FreedByFido<es256_pk_free>>;

// The member of that name; nullptr if there is none, or none that is a text.
const cbor_item_t* find_member(const cbor_item_t* map, std::string_view name) {
    const cbor_pair* pairs = cbor_map_handle(map);
    for (std::size_t i = 0; i < cbor_map_size(map); ++i) {
        const cbor_item_t* key = pairs[i].key;
        if (!cbor_isa_string(key) || !cbor_string_is_definite(key)) continue;
        const base::BytesView text{cbor_string_handle(key), cbor_string_length(key)};
        if (base::as_text(text) == name) return pairs[i].value;
    }
    return nullptr;
}

std::optional<base::BytesView> bytes_of(const cbor_item_t* item) {
    if (item == nullptr || !cbor_isa_bytestring(item)) return std::nullopt;
    return base::BytesView{cbor_bytestring_handle(item), cbor_bytestring_length(item)};
}

std::optional<std::string_view> text_of(const cbor_item_t* item) {
    if (item == nullptr || !cbor_isa_string(item)) return std::nullopt;
    return base::as_text({cbor_string_handle(item), cbor_string_length(item)});
}

// Algorithms are negative numbers, and small ones: COSE's -7 is a "6 below -1".
std::optional<std::int64_t> algorithm_of(const cbor_item_t* item) {
    if (item == nullptr || !cbor_isa_negint(item)) return std::nullopt;
    const std::uint64_t below = cbor_get_int(item);
    if (below > 65'535) return std::nullopt;
    return -1 - static_cast<std::int64_t>(below);
}

struct Attestation {
    base::Bytes authenticator_data;
    // Of "packed" by the new key itself; empty for "none".
    base::Bytes signature;
    std::int64_t algorithm{};
};

std::expected<Attestation, PasskeyFault> parse_packed(Attestation attestation,
                                                      const cbor_item_t* statement) {
    if (find_member(statement, "x5c") != nullptr) {
        return wrong(PasskeyFault::unsupported_attestation);
    }
    const auto algorithm = algorithm_of(find_member(statement, "alg"));
    const auto signature = bytes_of(find_member(statement, "sig"));
    if (!algorithm || !signature || signature->empty()) {
        return wrong(PasskeyFault::malformed_attestation);
    }
    attestation.algorithm = *algorithm;
    attestation.signature.assign(signature->begin(), signature->end());
    return attestation;
}

// {"fmt": text, "attStmt": {...}, "authData": bytes}
std::expected<Attestation, PasskeyFault> parse_attestation(base::BytesView bytes) {
    if (bytes.size() > attestation_bytes_max || !are_plain_cbor(bytes, 1)) {
        return wrong(PasskeyFault::malformed_attestation);
    }
    cbor_load_result loaded{};
    const CborItem object{cbor_load(bytes.data(), bytes.size(), &loaded)};
    if (!object || !cbor_isa_map(object.get()) || cbor_map_size(object.get()) != 3) {
        return wrong(PasskeyFault::malformed_attestation);
    }
    const auto format = text_of(find_member(object.get(), "fmt"));
    const cbor_item_t* const statement = find_member(object.get(), "attStmt");
    const auto data = bytes_of(find_member(object.get(), "authData"));
    if (!format || statement == nullptr || !cbor_isa_map(statement) || !data) {
        return wrong(PasskeyFault::malformed_attestation);
    }
    Attestation attestation{
        .authenticator_data = {data->begin(), data->end()}, .signature = {}, .algorithm = 0};
    if (*format == "packed") return parse_packed(std::move(attestation), statement);
    if (*format != "none") return wrong(PasskeyFault::unsupported_attestation);
    if (cbor_map_size(statement) != 0) return wrong(PasskeyFault::malformed_attestation);
    return attestation;
}

// libfido2 reads a key only of the algorithm that it is told to expect.
OpenCredential open_credential(base::BytesView data, PasskeyAlgorithm algorithm) {
    fido_init(0);
    OpenCredential credential{fido_cred_new()};
    CHECK(credential != nullptr);
    if (fido_cred_set_type(credential.get(), static_cast<int>(algorithm)) != FIDO_OK ||
        fido_cred_set_authdata_raw(credential.get(), data.data(), data.size()) != FIDO_OK) {
        return nullptr;
    }
    return credential;
}

// A point on its curve, of large order; a modulus of 2048 bits and an exponent that encrypts.
bool is_sound(const Passkey& passkey) {
    const base::Bytes& key = passkey.public_key;
    switch (passkey.algorithm) {
        case PasskeyAlgorithm::es256: {
            const OpenEs256 point{es256_pk_new()};
            CHECK(point != nullptr);
            return es256_pk_from_ptr(point.get(), key.data(), key.size()) == FIDO_OK &&
                   OpenKey{es256_pk_to_EVP_PKEY(point.get())} != nullptr;
        }
        case PasskeyAlgorithm::eddsa:
            return key.size() == crypto_core_ed25519_BYTES &&
                   crypto_core_ed25519_is_valid_point(key.data()) == 1;
        case PasskeyAlgorithm::rs256: {
            if (key.size() != 256 + 3) return false;
            const int exponent = key[256] << 16 | key[257] << 8 | key[258];
            return (key[0] & 0x80) && (key[255] & 1) && (exponent & 1) && exponent > 1;
        }
    }
    return false;
}

bool signed_itself(const RelyingParty& party, const Digest& client_data_hash,
                   const Attestation& attestation, fido_cred_t* credential) {
    return fido_cred_set_rp(credential, party.id.c_str(), nullptr) == FIDO_OK &&
           fido_cred_set_clientdata_hash(credential, client_data_hash.data(),
                                         client_data_hash.size()) == FIDO_OK &&
           fido_cred_set_fmt(credential, "packed") == FIDO_OK &&
           fido_cred_set_sig(credential, attestation.signature.data(),
                             attestation.signature.size()) == FIDO_OK &&
           fido_cred_verify_self(credential) == FIDO_OK;
}

base::Bytes copied(const unsigned char* bytes, std::size_t size) { return {bytes, bytes + size}; }

}  // namespace

std::expected<Registered, PasskeyFault> verify_registration(const RelyingParty& party,
                                                            const Digest& challenge,
                                                            const Registration& registration) {
    TRY_OK(
        webauthn::judge_client_data(party, "webauthn.create", challenge, registration.client_data));
    TRY(const Attestation attestation, parse_attestation(registration.attestation_object));
    const base::Bytes& data = attestation.authenticator_data;
    TRY(const AuthenticatorData said, webauthn::parse_authenticator_data(data));
    if (!said.has_passkey()) return wrong(PasskeyFault::malformed_authenticator_data);
    TRY_OK(webauthn::judge_presence(party, said));

    OpenCredential credential;
    PasskeyAlgorithm algorithm{};
    for (const PasskeyAlgorithm each : algorithms) {
        if (credential) break;
        credential = open_credential(data, each);
        algorithm = each;
    }
    if (!credential) return wrong(PasskeyFault::unsupported_algorithm);
    Passkey passkey{.credential_id = copied(fido_cred_id_ptr(credential.get()),
                                            fido_cred_id_len(credential.get())),
                    .algorithm = algorithm,
                    .public_key = copied(fido_cred_pubkey_ptr(credential.get()),
                                         fido_cred_pubkey_len(credential.get()))};
    if (!is_sound(passkey)) return wrong(PasskeyFault::weak_key);
    if (!attestation.signature.empty()) {
        const Digest hash = sha256(base::as_text(registration.client_data));
        if (attestation.algorithm != static_cast<int>(algorithm) ||
            !signed_itself(party, hash, attestation, credential.get())) {
            return wrong(PasskeyFault::wrong_signature);
        }
    }
    return Registered{std::move(passkey), said.sign_counter, said.is_backed_up()};
}

}  // namespace api
