#include "api/factors/webauthn.hpp"

#include <gtest/gtest.h>

#include "api/factors/authenticator_for_tests.hpp"
#include "api/factors/passkeys_for_tests.hpp"

namespace api {
namespace {

using tests::Authenticator;
using tests::Told;

base::Bytes decoded(std::string_view text) { return base::parse_base64(text).value(); }

Digest challenge_of(std::uint8_t first) {
    Digest challenge{};
    challenge.fill(7);
    challenge[0] = first;
    return challenge;
}

// --- what a real browser said

const RelyingParty& recorded_party() {
    static const RelyingParty party{
        "localhost", "Postern", {"https://x.example", std::string{passkeys::origin}}};
    return party;
}

Registration registration_of(const passkeys::Said& said) {
    return {decoded(said.client_data), decoded(said.attestation_object)};
}

Assertion assertion_of(const passkeys::Said& said) {
    return {decoded(said.credential_id), decoded(said.client_data),
            decoded(said.authenticator_data), decoded(said.signature)};
}

class FromChromium : public testing::TestWithParam<passkeys::Recorded> {
  protected:
    Registered registered() const {
        return verify_registration(recorded_party(), challenge_of(1),
                                   registration_of(GetParam().registration))
            .value();
    }
    std::string verdict(const Assertion& assertion, std::uint8_t challenge) const {
        const auto shown = verify_assertion(recorded_party(), challenge_of(challenge),
                                            registered().passkey, assertion);
        return shown ? "good" : std::string{name_of(shown.error())};
    }
};

TEST_P(FromChromium, a_passkey_is_registered_and_known_again) {
    const Registered made = registered();
    EXPECT_EQ(static_cast<int>(made.passkey.algorithm), GetParam().algorithm);
    EXPECT_EQ(made.passkey.credential_id, decoded(GetParam().registration.credential_id));
    EXPECT_FALSE(made.is_backed_up);

    const auto first = verify_assertion(recorded_party(), challenge_of(2), made.passkey,
                                        assertion_of(GetParam().first));
    ASSERT_TRUE(first) << name_of(first.error());
    const auto second = verify_assertion(recorded_party(), challenge_of(3), made.passkey,
                                         assertion_of(GetParam().second));
    ASSERT_TRUE(second) << name_of(second.error());
    EXPECT_LT(made.sign_counter, first->sign_counter);
    EXPECT_LT(first->sign_counter, second->sign_counter);
}

TEST_P(FromChromium, it_comes_back_whole_from_the_vault) {
    const Passkey passkey = registered().passkey;
    EXPECT_EQ(parse_passkey(format_passkey(passkey)), passkey);
}

TEST_P(FromChromium, a_user_who_was_only_present_is_not_enough) {
    EXPECT_EQ(verdict(assertion_of(GetParam().unverified), 4), "user_not_verified");
}

TEST_P(FromChromium, an_answer_to_another_challenge_is_none) {
    EXPECT_EQ(verdict(assertion_of(GetParam().first), 3), "wrong_challenge");
}

TEST_P(FromChromium, no_bit_of_what_is_signed_can_be_changed) {
    const Assertion good = assertion_of(GetParam().first);
    for (std::size_t at = 0; at < good.signature.size(); at += 7) {
        Assertion bad = good;
        bad.signature[at] ^= 1;
        EXPECT_EQ(verdict(bad, 2), "wrong_signature") << at;
    }
    Assertion counted = good;
    counted.authenticator_data[36] ^= 0x40;
    EXPECT_EQ(verdict(counted, 2), "wrong_signature");
    Assertion spaced = good;  // the same members, told with a space behind
    spaced.client_data.push_back(' ');
    EXPECT_EQ(verdict(spaced, 2), "wrong_signature");
    Assertion verified = assertion_of(GetParam().unverified);
    verified.authenticator_data[32] |= 0x04;
    EXPECT_EQ(verdict(verified, 4), "wrong_signature");
}

TEST_P(FromChromium, the_key_of_another_passkey_does_not_fit) {
    for (const passkeys::Recorded& other : passkeys::recorded) {
        if (other.algorithm == GetParam().algorithm) continue;
        EXPECT_EQ(verdict(assertion_of(other.first), 2), "wrong_credential");
        Passkey mixed = registered().passkey;
        mixed.credential_id = decoded(other.first.credential_id);
        const auto shown =
            verify_assertion(recorded_party(), challenge_of(2), mixed, assertion_of(other.first));
        ASSERT_FALSE(shown);
        EXPECT_EQ(shown.error(), PasskeyFault::wrong_signature);
    }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, FromChromium, testing::ValuesIn(passkeys::recorded),
                         [](const auto& tested) {
                             return "cose_" + std::to_string(-tested.param.algorithm);
                         });

TEST(Webauthn, a_makers_certificate_is_not_wanted) {
    const auto made =
        verify_registration(recorded_party(), challenge_of(1), registration_of(passkeys::attested));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error(), PasskeyFault::unsupported_attestation);
}

// --- each check alone: all else is as it should be, and signed

const RelyingParty house{"x.example", "Postern", {"https://x.example", "https://x.example:8443"}};

Told creating() {
    return {.type = "webauthn.create",
            .challenge = base::format_base64url(challenge_of(1)),
            .flags = 0x45};
}
Told getting() {
    return {.type = "webauthn.get", .challenge = base::format_base64url(challenge_of(2))};
}

std::string made(const Registration& registration) {
    const auto result = verify_registration(house, challenge_of(1), registration);
    return result ? "good" : std::string{name_of(result.error())};
}

std::string shown(const Authenticator& authenticator, const Assertion& assertion) {
    const auto known =
        verify_registration(house, challenge_of(1), authenticator.registration(creating()));
    const auto result = verify_assertion(house, challenge_of(2), known->passkey, assertion);
    return result ? "good" : std::string{name_of(result.error())};
}

TEST(Webauthn, one_who_says_the_right_things_is_believed) {
    const Authenticator authenticator;
    EXPECT_EQ(made(authenticator.registration(creating())), "good");
    EXPECT_EQ(made(authenticator.self_attested(creating())), "good");
    EXPECT_EQ(shown(authenticator, authenticator.assertion(getting())), "good");
    Told other_port = getting();
    other_port.origin = "https://x.example:8443";
    EXPECT_EQ(shown(authenticator, authenticator.assertion(other_port)), "good");
}

// The same faults, at registration and at login.
void expect_fault(void (*spoil)(Told&), const char* fault) {
    const Authenticator authenticator;
    Told create = creating();
    spoil(create);
    EXPECT_EQ(made(authenticator.registration(create)), fault);
    Told get = getting();
    spoil(get);
    EXPECT_EQ(shown(authenticator, authenticator.assertion(get)), fault);
}

TEST(Webauthn, each_wrong_word_of_the_browser_is_told) {
    expect_fault([](Told& told) { told.type = "webauthn.other"; }, "wrong_type");
    expect_fault([](Told& told) { told.challenge = base::format_base64url(challenge_of(9)); },
                 "wrong_challenge");
    expect_fault([](Told& told) { told.challenge += "="; }, "wrong_challenge");
    expect_fault([](Told& told) { told.origin = "https://evil.example"; }, "wrong_origin");
    expect_fault([](Told& told) { told.origin = "http://x.example"; }, "wrong_origin");
    expect_fault([](Told& told) { told.origin = "https://x.example/"; }, "wrong_origin");
    expect_fault([](Told& told) { told.origin = "https://sub.x.example"; }, "wrong_origin");
    expect_fault([](Told& told) { told.more = R"(,"crossOrigin":true)"; }, "cross_origin");
    expect_fault([](Told& told) { told.more = R"(,"topOrigin":"https://y.example")"; },
                 "cross_origin");
    expect_fault([](Told& told) { told.more = R"(,"crossOrigin":"no")"; }, "malformed_client_data");
    expect_fault([](Told& told) { told.more = ",,"; }, "malformed_client_data");
    expect_fault([](Told& told) { told.more = std::string(4'096, ' '); }, "malformed_client_data");
}

TEST(Webauthn, each_wrong_word_of_the_authenticator_is_told) {
    expect_fault([](Told& told) { told.party = "y.example"; }, "wrong_relying_party");
    expect_fault([](Told& told) { told.flags &= static_cast<std::uint8_t>(~0x01); },
                 "user_not_present");
    expect_fault([](Told& told) { told.flags &= static_cast<std::uint8_t>(~0x04); },
                 "user_not_verified");
    // A flag for what is not there, and the other way round.
    expect_fault([](Told& told) { told.flags |= 0x80; }, "malformed_authenticator_data");
    expect_fault([](Told& told) { told.flags ^= 0x40; }, "malformed_authenticator_data");
}

TEST(Webauthn, the_sign_counter_is_handed_on_whatever_it_says) {
    const Authenticator authenticator;
    for (const std::uint32_t counter : {0U, 1U, 0x01020304U, ~0U}) {
        Told create = creating();
        create.sign_counter = counter;
        const auto known =
            verify_registration(house, challenge_of(1), authenticator.registration(create));
        ASSERT_TRUE(known);
        EXPECT_EQ(known->sign_counter, counter);
        Told get = getting();
        get.sign_counter = counter;
        const auto result =
            verify_assertion(house, challenge_of(2), known->passkey, authenticator.assertion(get));
        ASSERT_TRUE(result);
        EXPECT_EQ(result->sign_counter, counter);
    }
}

TEST(Webauthn, a_passkey_on_many_devices_says_so) {
    Told create = creating();
    create.flags |= 0x18;
    const auto known =
        verify_registration(house, challenge_of(1), Authenticator{}.registration(create));
    ASSERT_TRUE(known);
    EXPECT_TRUE(known->is_backed_up);
}

TEST(Webauthn, another_authenticator_with_the_same_name_is_found_out) {
    const Authenticator ours, other;
    EXPECT_EQ(shown(ours, other.assertion(getting())), "wrong_signature");
    EXPECT_EQ(made(ours.self_attested(creating(), 0x27)), "wrong_signature");  // says EdDSA
    Registration mixed = ours.self_attested(creating());
    mixed.attestation_object = other.self_attested(creating()).attestation_object;
    EXPECT_EQ(made(mixed), "good");  // the same words to the browser
    Told later = creating();
    later.more = R"(,"crossOrigin":false)";
    mixed.client_data = ours.self_attested(later).client_data;
    EXPECT_EQ(made(mixed), "wrong_signature");
}

std::string made_with_key(base::BytesView cose_key) {
    const Told told = creating();
    const base::Bytes data =
        tests::joined({tests::authenticator_head(told), tests::attested(base::Bytes{1}, cose_key)});
    return made({tests::client_data(told),
                 tests::attestation_object("none", tests::cbor_head(5, 0), data)});
}

TEST(Webauthn, weak_keys_are_refused_before_anybody_relies_on_them) {
    const base::Bytes ones(32, 1);
    EXPECT_EQ(made_with_key(tests::cose_es256(ones, ones)), "weak_key");  // beside the curve
    base::Bytes identity(32);
    identity[0] = 1;
    EXPECT_EQ(made_with_key(tests::cose_ed25519(identity)), "weak_key");
    EXPECT_EQ(made_with_key(tests::cose_ed25519(base::Bytes(32))), "weak_key");
}

TEST(Webauthn, other_algorithms_and_other_keys_are_refused) {
    EXPECT_EQ(made_with_key(tests::cose_ed25519(base::Bytes(31, 1))), "unsupported_algorithm");
    const base::Bytes es384{0xa2, 0x01, 0x02, 0x03, 0x38, 0x22};
    EXPECT_EQ(made_with_key(es384), "unsupported_algorithm");
    EXPECT_EQ(made_with_key(tests::cbor_head(5, 0)), "unsupported_algorithm");
    EXPECT_EQ(made_with_key(tests::cbor_text("key")), "unsupported_algorithm");
}

std::string made_of(base::BytesView object) {
    return made({tests::client_data(creating()), {object.begin(), object.end()}});
}

TEST(Webauthn, attestations_that_cannot_be_read_are_malformed) {
    const base::Bytes none = tests::cbor_head(5, 0);
    const base::Bytes data = Authenticator{}.registration_data(creating());
    EXPECT_EQ(made_of({}), "malformed_attestation");
    EXPECT_EQ(made_of(base::Bytes{0x80}), "malformed_attestation");
    EXPECT_EQ(made_of(none), "malformed_attestation");
    EXPECT_EQ(made_of(tests::attestation_object("none", tests::cbor_text("x"), data)),
              "malformed_attestation");
    EXPECT_EQ(made_of(tests::attestation_object("packed", none, data)), "malformed_attestation");
    EXPECT_EQ(made_of(tests::attestation_object("tpm", none, data)), "unsupported_attestation");
    base::Bytes behind = tests::attestation_object("none", none, data);
    EXPECT_EQ(made_of(behind), "good");
    behind.push_back(0);
    EXPECT_EQ(made_of(behind), "malformed_attestation");
    const base::Bytes statement =
        tests::joined({tests::cbor_head(5, 1), tests::cbor_text("x"), tests::cbor_text("y")});
    EXPECT_EQ(made_of(tests::attestation_object("none", statement, data)), "malformed_attestation");
}

TEST(Webauthn, authenticator_data_is_exactly_as_long_as_it_says) {
    const base::Bytes none = tests::cbor_head(5, 0);
    base::Bytes data = Authenticator{}.registration_data(creating());
    for (std::size_t size = 0; size < data.size(); ++size) {
        const base::BytesView cut = base::BytesView{data}.first(size);
        EXPECT_EQ(made_of(tests::attestation_object("none", none, cut)),
                  "malformed_authenticator_data");
    }
    data.push_back(0);
    EXPECT_EQ(made_of(tests::attestation_object("none", none, data)),
              "malformed_authenticator_data");
}

TEST(Passkey, is_sealed_as_docs_formats_factors_says) {
    const Passkey passkey{{1, 2}, PasskeyAlgorithm::eddsa, base::Bytes(32, 3)};
    EXPECT_EQ(base::format_hex(format_passkey(passkey).reveal()),
              "01020000000102f8ffffff20000000" + base::format_hex(base::Bytes(32, 3)));
}

TEST(Passkey, what_is_no_record_is_read_as_nothing) {
    const Passkey passkey{{1, 2}, PasskeyAlgorithm::eddsa, base::Bytes(32, 3)};
    const vault::Secret sealed = format_passkey(passkey);
    const base::BytesView bytes = sealed.reveal();
    EXPECT_EQ(parse_passkey(sealed), passkey);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(parse_passkey(vault::Secret{bytes.first(size)})) << size;
    }
    base::Bytes other{bytes.begin(), bytes.end()};
    other[0] = 2;
    EXPECT_FALSE(parse_passkey(vault::Secret{other}));
}

TEST(Webauthn, every_fault_has_a_name) {
    for (int fault = 0; fault <= static_cast<int>(PasskeyFault::wrong_signature); ++fault) {
        EXPECT_FALSE(name_of(static_cast<PasskeyFault>(fault)).empty()) << fault;
    }
}

}  // namespace
}  // namespace api
