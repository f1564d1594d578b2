#include <map>

#include "api/access/binance_signature.hpp"
#include "api/access/gate_for_tests.hpp"
#include "api/access/native_signature.hpp"

namespace api {
namespace {

using core::Reject;

constexpr std::int64_t now_ms = 1'700'000'000'000;
constexpr core::Timestamp now = core::from_unix_ms(now_ms);

// A request that owns its texts.
struct Sent {
    std::string target, query, body, host{"127.0.0.1:8420"}, method{"GET"};
    std::map<std::string, std::string> headers;

    Request request() const {
        Request request;
        request.method_text = method;
        request.target = target;
        request.path = std::string_view{target}.substr(0, target.find('?'));
        request.query = query;
        request.body = body;
        request.peer = *core::parse_ip("10.0.0.7");
        request.headers.push_back({"Host", host});
        for (const auto& [name, value] : headers) request.headers.push_back({name, value});
        return request;
    }
};

class GateTest : public GateWithClients {
  protected:
    Sent native(const Client& client, std::string nonce = "nonce-0001") const {
        Sent sent{
            .target = "/v1/balances?asset=BTC", .query = "asset=BTC", .body = "", .headers = {}};
        sent.headers = {{"Postern-Key", client.name},
                        {"Postern-Timestamp", std::to_string(now_ms)},
                        {"Postern-Nonce", std::move(nonce)}};
        sign_native(client, sent);
        return sent;
    }
    static void sign_native(const Client& client, Sent& sent) {
        sent.headers["Postern-Signature"] =
            client.sign(canonical_text(sent.request()), RsaScheme::pss_sha512);
    }
    Sent binance(const Client& client,
                 std::string query = "timestamp=" + std::to_string(now_ms)) const {
        Sent sent{.target = "/api/v3/account?", .query = query, .body = "", .headers = {}};
        sent.headers = {{"X-MBX-APIKEY", client.name}};
        sent.query += "&signature=" + encode_percent(client.sign(query, RsaScheme::pkcs1_sha256));
        sent.target += sent.query;
        return sent;
    }
    std::optional<Reject> native_fault(const Sent& sent, NonceJudge judge = NonceJudge::core) {
        const auto proof = gate->native(sent.request(), judge, now);
        return proof ? std::nullopt : std::optional{proof.error().rejection.reject};
    }
    std::string binance_fault(const Sent& sent) {
        const auto proof = gate->binance(sent.request(), now);
        if (proof) return "";
        std::string text{name_of(proof.error().rejection.reject)};
        if (!proof.error().rejection.field.empty()) {
            text += " " + std::string{proof.error().rejection.field.view()};
        }
        return text;
    }
};

TEST_F(GateTest, lets_all_three_algorithms_in_by_both_dialects) {
    for (const Client& client : {hmac_client(), ed25519_client(), rsa_client()}) {
        const auto by_native = gate->native(native(client).request(), NonceJudge::core, now);
        ASSERT_TRUE(by_native) << name_of(by_native.error().rejection.reject);
        EXPECT_EQ(by_native->key.public_name, client.key_name);
        EXPECT_EQ(by_native->deadline, now + core::seconds(5));
        EXPECT_TRUE(by_native->nonce);
        const auto by_binance = gate->binance(binance(client).request(), now);
        ASSERT_TRUE(by_binance) << name_of(by_binance.error().rejection.reject);
        EXPECT_EQ(by_binance->key.public_name, client.key_name);
        EXPECT_FALSE(by_binance->nonce);
    }
}

TEST_F(GateTest, tells_a_native_stranger_only_the_digest_of_what_he_should_have_signed) {
    const Client client = hmac_client();
    Sent wrong = native(client);
    wrong.body = "another body";
    Sent unknown = native(client);
    unknown.headers["Postern-Key"] = core::format_key_name(core::Environment::test, {123, 456});
    Sent malformed = native(client);
    malformed.headers["Postern-Key"].back() ^= 1;
    Sent live = native(client);
    live.headers["Postern-Key"] = core::format_key_name(core::Environment::live, client.key_name);
    Sent unsigned_one = native(client);
    unsigned_one.headers.erase("Postern-Signature");
    const std::pair<const Sent*, Reject> rows[] = {
        {&wrong, Reject::signature_invalid},
        {&unknown, Reject::key_unknown},
        {&malformed, Reject::key_malformed},
        {&live, Reject::wrong_environment},
        {&unsigned_one, Reject::signature_missing_component},
    };
    for (const auto& [sent, reject] : rows) {
        const auto proof = gate->native(sent->request(), NonceJudge::core, now);
        ASSERT_FALSE(proof);
        EXPECT_EQ(proof.error().rejection.reject, reject);
        EXPECT_FALSE(proof.error().proved);
        EXPECT_EQ(proof.error().canonical_sha256, canonical_sha256(sent->request()));
    }
    const auto elsewhere = gate->native(live.request(), NonceJudge::core, now);
    EXPECT_EQ(elsewhere.error().key_environment, core::Environment::live);
}

TEST_F(GateTest, tells_whoever_proved_a_native_signature_the_exact_cause) {
    const Client client = hmac_client();
    Sent old = native(client);
    old.headers["Postern-Timestamp"] = std::to_string(now_ms - 5'001);
    sign_native(client, old);
    const auto proof = gate->native(old.request(), NonceJudge::core, now);
    ASSERT_FALSE(proof);
    EXPECT_TRUE(proof.error().proved);
    EXPECT_EQ(proof.error().rejection.reject, Reject::timestamp_skew);
    EXPECT_EQ(proof.error().skew->off, core::milliseconds(5'001));
    EXPECT_EQ(proof.error().skew->allowed, core::seconds(5));
    EXPECT_EQ(proof.error().key, key_of(client).id);

    old.headers["Postern-Timestamp"] = "soon";
    sign_native(client, old);
    EXPECT_EQ(native_fault(old), Reject::malformed_field);
}

TEST_F(GateTest, judges_the_nonces_of_reads_and_leaves_those_of_writes_to_the_core) {
    const Client client = hmac_client();
    EXPECT_EQ(native_fault(native(client), NonceJudge::gate), std::nullopt);
    EXPECT_EQ(native_fault(native(client), NonceJudge::gate), Reject::nonce_reused);
    EXPECT_EQ(native_fault(native(client), NonceJudge::core), std::nullopt);
    EXPECT_EQ(native_fault(native(client, "nonce-0002"), NonceJudge::gate), std::nullopt);
}

TEST_F(GateTest, does_not_use_up_the_nonce_of_a_request_it_refuses) {
    const Client client = hmac_client();
    Sent forged = native(client);
    forged.headers["Postern-Signature"] = std::string(64, '0');
    EXPECT_EQ(native_fault(forged, NonceJudge::gate), Reject::signature_invalid);
    EXPECT_EQ(native_fault(native(client), NonceJudge::gate), std::nullopt);
}

TEST_F(GateTest, keeps_the_order_of_checks_that_binance_clients_know) {
    const Client client = hmac_client();
    key_of(client).status = core::KeyStatus::frozen_user;
    Sent sent = binance(client, "timestamp=1");
    sent.query = "recvWindow=70000";
    sent.headers["X-MBX-APIKEY"] = "too short";

    EXPECT_EQ(binance_fault(sent), "key_malformed");
    sent.headers["X-MBX-APIKEY"] = std::string(64, 'A');
    EXPECT_EQ(binance_fault(sent), "key_unknown");
    sent.headers["X-MBX-APIKEY"] = client.name;
    EXPECT_EQ(binance_fault(sent), "key_frozen_user");
    key_of(client).status = core::KeyStatus::active;
    key_of(client).rules.ip_deny = {*core::parse_cidr("10.0.0.0/8")};
    EXPECT_EQ(binance_fault(sent), "ip_not_allowed");
    key_of(client).rules.ip_deny.clear();
    EXPECT_EQ(binance_fault(sent), "missing_field timestamp");
    sent.query = "recvWindow=70000&timestamp=1";
    EXPECT_EQ(binance_fault(sent), "missing_field signature");
    sent.query = "recvWindow=70000&timestamp=1&signature=00";
    EXPECT_EQ(binance_fault(sent), "malformed_field recvWindow");
    sent.query = "timestamp=x&signature=00";
    EXPECT_EQ(binance_fault(sent), "malformed_field timestamp");
    sent.query = "timestamp=1&signature=00";
    EXPECT_EQ(binance_fault(sent), "timestamp_skew timestamp");
    sent.query = "timestamp=" + std::to_string(now_ms) + "&signature=00";
    EXPECT_EQ(binance_fault(sent), "signature_invalid");
    EXPECT_EQ(binance_fault(binance(client)), "");
}

TEST_F(GateTest, tells_the_faults_of_the_two_numbers_apart) {
    const Client client = hmac_client();
    const auto fault_of = [&](const std::string& query) {
        return gate->binance(binance(client, query).request(), now).error().skew->fault;
    };
    const std::string fresh = "timestamp=" + std::to_string(now_ms);
    EXPECT_EQ(fault_of(fresh + "&recvWindow=60001"), WindowFault::window_too_long);
    EXPECT_EQ(fault_of(fresh + "&recvWindow=abc"), WindowFault::window_illegal);
    EXPECT_EQ(fault_of("timestamp=" + std::to_string(now_ms + 1'000)), WindowFault::too_far_ahead);
    EXPECT_EQ(fault_of("timestamp=" + std::to_string(now_ms - 5'001)), WindowFault::too_old);
}

TEST_F(GateTest, knows_header_names_by_their_charset_and_length) {
    const Client client = hmac_client();
    const auto with = [&](const std::string& header) {
        Sent sent = binance(client);
        sent.headers["X-MBX-APIKEY"] = header;
        return binance_fault(sent);
    };
    EXPECT_EQ(with(""), "key_malformed");
    EXPECT_EQ(with(std::string(15, 'a')), "key_malformed");
    EXPECT_EQ(with(std::string(16, 'a')), "key_unknown");
    EXPECT_EQ(with(std::string(128, 'a')), "key_unknown");
    EXPECT_EQ(with(std::string(129, 'a')), "key_malformed");
    EXPECT_EQ(with(std::string(32, '-')), "key_malformed");
    EXPECT_EQ(with(core::format_key_name(core::Environment::live, client.key_name)),
              "wrong_environment");
}

TEST_F(GateTest, takes_the_signatures_that_real_binance_clients_send) {
    const Client ed25519 = ed25519_client();
    const Client rsa = rsa_client();
    const std::string text = "symbol=BTCUSDT&timestamp=" + std::to_string(now_ms);
    for (const Client& client : {ed25519, rsa}) {
        const std::string signature = client.sign(text, RsaScheme::pkcs1_sha256);
        Sent sent{
            .target = "/", .query = "", .body = "", .headers = {{"X-MBX-APIKEY", client.name}}};
        sent.query = text + "&signature=" + signature;
        EXPECT_EQ(binance_fault(sent), "") << "base64 without encoding, as node-binance-api";
        sent.query.clear();
        sent.body = text + "&signature=" + encode_percent(encode_percent(signature));
        EXPECT_EQ(binance_fault(sent), "") << "encoded twice, as node-binance-api's RSA";
        sent.body = "signature=" + encode_percent(signature) + "&" + text;
        EXPECT_EQ(binance_fault(sent), "");
    }
}

TEST_F(GateTest, takes_what_was_encoded_after_or_before_signing) {
    const Client client = hmac_client();
    const std::string stamp = "&timestamp=" + std::to_string(now_ms);
    const std::string plain = "address=a b/c" + stamp;
    const std::string encoded = "address=a%20b%2Fc" + stamp;
    const auto sent = [&](const std::string& signed_text, const std::string& sent_text) {
        Sent made{
            .target = "/", .query = "", .body = "", .headers = {{"X-MBX-APIKEY", client.name}}};
        made.body = sent_text + "&signature=" + client.sign(signed_text, RsaScheme::pkcs1_sha256);
        return made;
    };
    EXPECT_EQ(binance_fault(sent(plain, plain)), "");
    EXPECT_EQ(binance_fault(sent(encoded, encoded)), "");
    EXPECT_EQ(binance_fault(sent(encoded, "address=a+b/c" + stamp)), "") << "signed as RFC 3986";
    EXPECT_EQ(binance_fault(sent(encoded, "address=a+b/d" + stamp)), "signature_invalid");
}

TEST_F(GateTest, opens_the_vault_once_for_many_requests) {
    const Client client = hmac_client();
    EXPECT_EQ(binance_fault(binance(client)), "");
    EXPECT_EQ(verifiers->size(), 1U);
    const auto kept = verifiers->of(key_of(client));
    EXPECT_EQ(verifiers->of(key_of(client)), kept);
    verifiers->drop(key_of(client).id);
    EXPECT_EQ(verifiers->size(), 0U);
    EXPECT_NE(verifiers->of(key_of(client)), kept);
}

TEST_F(GateTest, verifies_a_rotated_key_with_its_new_secret_alone) {
    Client client = hmac_client();
    const Sent before = binance(client);
    EXPECT_EQ(binance_fault(before), "");
    *client.secret = make_hmac_secret(core::Environment::test, dice);
    key_of(client).credential.secret =
        *sealed->seal({1, 1}, vault::SecretKind::hmac_secret, *client.secret);
    EXPECT_EQ(binance_fault(before), "signature_invalid");
    EXPECT_EQ(binance_fault(binance(client)), "");
}

TEST_F(GateTest, takes_either_credential_while_a_key_is_rotated_and_then_the_new_one_alone) {
    const Client before = hmac_client();
    for (const Client& other : {hmac_client(), ed25519_client(), rsa_client()}) {
        Client after = other;
        after.name = before.name;
        after.key_name = before.key_name;
        core::Key& key = key_of(before);
        key.next = {key_of(other).credential, now + core::Duration{1}};
        for (const Client& client : {before, after}) {
            EXPECT_EQ(native_fault(native(client)), std::nullopt);
            EXPECT_EQ(binance_fault(binance(client)), "");
        }
        // The stamp decides, whether or not a tick has come.
        key.next->takes_over_at = now;
        EXPECT_EQ(native_fault(native(before)), Reject::signature_invalid);
        EXPECT_EQ(binance_fault(binance(before)), "signature_invalid");
        EXPECT_EQ(native_fault(native(after)), std::nullopt);
        EXPECT_EQ(binance_fault(binance(after)), "");
    }
}

TEST_F(GateTest, keeps_no_verifier_of_a_credential_that_took_over_as_the_next_one) {
    const Client client = hmac_client();
    core::Key& key = key_of(client);
    key.next = {key_of(ed25519_client()).credential, now + core::hours(1)};
    EXPECT_EQ(native_fault(native(client)), std::nullopt);
    EXPECT_NE(verifiers->next_of(key), nullptr);
    EXPECT_EQ(verifiers->size(), 2U);
    key.credential = key.next->credential;
    key.next.reset();
    EXPECT_NE(verifiers->of(key), nullptr);
    EXPECT_EQ(verifiers->size(), 1U);
}

TEST_F(GateTest, frees_the_secrets_of_keys_that_rotated_or_are_over) {
    const Client client = hmac_client();
    const core::KeyId id = key_of(client).id;
    const auto used = [&] { return binance_fault(binance(client)); };
    const core::Event worthless[] = {core::KeyTakenOver{id},
                                     core::KeyStatusChanged{id, core::KeyStatus::revoked},
                                     core::KeyStatusChanged{id, core::KeyStatus::expired}};
    for (const core::Event& event : worthless) {
        EXPECT_EQ(used(), "");
        ASSERT_EQ(verifiers->size(), 1U);
        verifiers->heed(event);
        EXPECT_EQ(verifiers->size(), 0U);
    }
    EXPECT_EQ(used(), "");
    verifiers->heed(core::KeyStatusChanged{id, core::KeyStatus::inactive});
    EXPECT_EQ(verifiers->size(), 1U);
}

TEST_F(GateTest, is_unavailable_for_a_key_whose_secret_the_vault_lost) {
    const Client client = hmac_client();
    ASSERT_TRUE(sealed->forget({1, 1}));
    EXPECT_EQ(binance_fault(binance(client)), "unavailable");
    EXPECT_EQ(native_fault(native(client)), Reject::unavailable);
}

TEST_F(GateTest, keeps_no_more_verifiers_than_it_may) {
    Verifiers few{*sealed, 32};
    for (int i = 0; i < 200; ++i) EXPECT_NE(few.of(key_of(ed25519_client())), nullptr);
    EXPECT_LE(few.size(), 32U);
    EXPECT_GT(few.size(), 16U);
}

}  // namespace
}  // namespace api
