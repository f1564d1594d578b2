// Messages of Binance's WebSocket API at the gate.
#include "api/access/gate_for_tests.hpp"

namespace api {
namespace {

using core::Reject;

constexpr std::int64_t now_ms = 1'700'000'000'000;
constexpr core::Timestamp now = core::from_unix_ms(now_ms);

// A message that owns its texts.
struct Sent {
    std::string key;
    std::string timestamp = std::to_string(now_ms);
    std::optional<std::string> signature{};
    std::string client_order_id = "x-1";

    Parameters parameters() const {
        return {{"timestamp", timestamp}, {"apiKey", key}, {"newClientOrderId", client_order_id}};
    }
};

class GateWebSocket : public GateWithClients {
  protected:
    static Sent signed_by(const Client& client, bool encoded = false) {
        Sent sent{.key = client.name};
        sent.client_order_id = "a:b/c";
        const std::string payload = encoded ? websocket_payload_encoded(sent.parameters())
                                            : websocket_payload(sent.parameters());
        sent.signature = client.sign(payload, RsaScheme::pkcs1_sha256);
        return sent;
    }
    std::expected<Proof, Denial> judged(const Sent& sent) {
        const Parameters parameters = sent.parameters();
        return gate->binance(
            BinanceMessage{.key = sent.key,
                           .signature = sent.signature,
                           .parameters = parameters,
                           .times = {.timestamp = sent.timestamp, .recv_window = {}},
                           .ip = *core::parse_ip("10.0.0.7")},
            now);
    }
    std::string fault(const Sent& sent) { return text_of(judged(sent)); }
    std::string fault(const BinanceLogon& logon, std::optional<BinanceTimes> times = {},
                      core::Timestamp at = now) {
        return text_of(gate->binance(logon, *core::parse_ip("10.0.0.7"), times, at));
    }
    static std::string text_of(const std::expected<Proof, Denial>& proof) {
        if (proof) return "";
        std::string text{name_of(proof.error().rejection.reject)};
        if (proof.error().rejection.field.empty()) return text;
        return text + " " + std::string{proof.error().rejection.field.view()};
    }
    BinanceLogon logon_of(const Client& client) {
        return {.key = client.key_name, .credential = key_of(client).credential};
    }
};

TEST_F(GateWebSocket, lets_all_three_algorithms_in_with_plain_and_with_encoded_values) {
    for (const Client& client : {hmac_client(), ed25519_client(), rsa_client()}) {
        for (const bool encoded : {false, true}) {
            const auto proof = judged(signed_by(client, encoded));
            ASSERT_TRUE(proof) << name_of(proof.error().rejection.reject);
            EXPECT_EQ(proof->key.public_name, client.key_name);
            EXPECT_EQ(proof->deadline, now + core::seconds(5));
            EXPECT_FALSE(proof->by_next);
        }
    }
}

TEST_F(GateWebSocket, judges_in_the_order_that_clients_know) {
    const Client client = hmac_client();
    Sent sent{.key = "short", .timestamp = "", .client_order_id = ""};
    EXPECT_EQ(fault(sent), "key_malformed");
    sent.key = std::string(64, 'a');
    EXPECT_EQ(fault(sent), "key_unknown");
    sent.key = client.name;
    EXPECT_EQ(fault(sent), "missing_field timestamp");
    sent.timestamp = std::to_string(now_ms - 60'000);
    EXPECT_EQ(fault(sent), "missing_field signature");
    sent.signature = "c8db";
    EXPECT_EQ(fault(sent), "timestamp_skew timestamp");
    sent.timestamp = std::to_string(now_ms);
    EXPECT_EQ(fault(sent), "signature_invalid");
    sent = signed_by(client);
    sent.client_order_id = "another";
    EXPECT_EQ(fault(sent), "signature_invalid");
    key_of(client).status = core::KeyStatus::frozen_user;
    EXPECT_EQ(fault(signed_by(client)), "key_frozen_user");
}

TEST_F(GateWebSocket, believes_a_connection_that_logged_on_while_its_key_stands) {
    const Client client = ed25519_client();
    const BinanceLogon logon = logon_of(client);
    EXPECT_EQ(fault(logon), "");
    const std::string late = std::to_string(now_ms - 6'000);
    EXPECT_EQ(fault(logon, BinanceTimes{.timestamp = {}, .recv_window = {}}),
              "missing_field timestamp");
    EXPECT_EQ(fault(logon, BinanceTimes{.timestamp = late, .recv_window = {}}),
              "timestamp_skew timestamp");
    EXPECT_EQ(fault(logon, BinanceTimes{.timestamp = late, .recv_window = "7000"}), "");

    key_of(client).rules.ip_allow.push_back(*core::parse_cidr("192.0.2.0/24"));
    EXPECT_EQ(fault(logon), "ip_not_allowed");
    key_of(client).rules.ip_allow.clear();
    key_of(client).status = core::KeyStatus::revoked;
    EXPECT_EQ(fault(logon), "key_revoked");
    directory.holders.clear();
    EXPECT_EQ(fault(logon), "key_unknown");
}

TEST_F(GateWebSocket, a_logon_ends_with_the_credential_that_it_was_made_with) {
    const Client old = ed25519_client();
    const Client fresh = ed25519_client();
    const BinanceLogon before = logon_of(old);
    const core::Timestamp takes_over = now + core::hours(1);
    key_of(old).next = core::NextCredential{key_of(fresh).credential, takes_over};
    const BinanceLogon after{.key = old.key_name, .credential = key_of(fresh).credential};

    EXPECT_EQ(fault(before), "");
    EXPECT_EQ(fault(after), "");
    EXPECT_EQ(fault(before, {}, takes_over), "signature_invalid");
    EXPECT_EQ(fault(after, {}, takes_over), "");

    Sent sent = signed_by(fresh);
    sent.key = old.name;
    sent.signature = fresh.sign(websocket_payload(sent.parameters()), RsaScheme::pkcs1_sha256);
    const auto proof = judged(sent);
    ASSERT_TRUE(proof);
    EXPECT_TRUE(proof->by_next) << "the logon must remember which of the two it was";
}

}  // namespace
}  // namespace api
