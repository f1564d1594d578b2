// The gate by RFC 9421, step by step. What it has in common with the ten lines: gate_test.cpp.
#include <map>

#include "api/access/content_digest.hpp"
#include "api/access/digest.hpp"
#include "api/access/gate_for_tests.hpp"
#include "api/access/message_signature.hpp"
#include "api/access/native_signature.hpp"

namespace api {
namespace {

using core::Reject;

constexpr std::int64_t now_s = 1'700'000'000;
constexpr core::Timestamp now = core::from_unix_ms(now_s * 1'000 + 250);

// A request by its parts; the signature is made when it is sent.
struct Sent {
    std::string method{"GET"}, path{"/v1/balances"}, query{}, body{};
    std::string components{R"("@method" "@authority" "@path" "@query")"};
    std::string created{";created=" + std::to_string(now_s)};
    std::string nonce{";nonce=\"nonce-0001\""};
    std::string more{";tag=\"postern\""};
    std::map<std::string, std::string> headers{{"Host", "127.0.0.1:8420"}};

    Request request() const {
        Request request;
        request.method_text = method;
        request.path = path;
        request.query = query;
        request.body = body;
        for (const auto& [name, value] : headers) request.headers.push_back({name, value});
        return request;
    }
};

class GateMessageTest : public GateWithClients {
  protected:
    static Sent with_body(std::string body) {
        Sent sent;
        sent.method = "POST";
        sent.path = "/v1/orders";
        sent.headers["Content-Digest"] = content_digest(body);
        sent.body = std::move(body);
        sent.components += " \"content-digest\"";
        return sent;
    }
    static void sign(const Client& client, Sent& sent) {
        sent.headers["Signature-Input"] = "sig=(" + sent.components + ")" + sent.created +
                                          ";keyid=\"" + client.name + "\"" + sent.nonce + sent.more;
        const std::string base = signature_base(sent.request()).value_or("");
        const bool hmac = client.algorithm == core::Algorithm::hmac_sha256;
        const std::string text =
            hmac ? base::format_base64(*base::parse_hex(sign_hmac(*client.secret, base)))
                 : sign_with_pem(*client.secret, base, RsaScheme::pss_sha512);
        sent.headers["Signature"] = "sig=:" + text + ":";
    }
    static Sent signed_by(const Client& client, Sent sent) {
        sign(client, sent);
        return sent;
    }

    std::expected<Proof, Denial> ask(const Sent& sent, NonceJudge judge = NonceJudge::core) {
        return gate->native(sent.request(), judge, now);
    }
    // "timestamp_skew timestamp"; with "?" in front where nothing was proved.
    std::string fault(const Sent& sent, NonceJudge judge = NonceJudge::core) {
        const auto proof = ask(sent, judge);
        if (proof) return "";
        std::string text{proof.error().proved ? "" : "?"};
        text += name_of(proof.error().rejection.reject);
        if (!proof.error().rejection.field.empty()) {
            text.append(" ").append(proof.error().rejection.field.view());
        }
        return text;
    }
};

TEST_F(GateMessageTest, lets_all_three_algorithms_in) {
    for (const Client& client : {hmac_client(), ed25519_client(), rsa_client()}) {
        for (const Sent& sent :
             {signed_by(client, Sent{}), signed_by(client, with_body("{\"a\":1}"))}) {
            const auto proof = ask(sent);
            ASSERT_TRUE(proof) << fault(sent);
            EXPECT_EQ(proof->key.public_name, client.key_name);
            EXPECT_EQ(proof->deadline, core::from_unix_ms((now_s + 5) * 1'000));
            EXPECT_EQ(proof->nonce, fingerprint({"nonce-0001"}));
        }
    }
}

TEST_F(GateMessageTest, holds_the_algorithm_to_what_the_key_says) {
    const std::pair<Client, std::string> rows[] = {{hmac_client(), "hmac-sha256"},
                                                   {ed25519_client(), "ed25519"},
                                                   {rsa_client(), "rsa-pss-sha512"}};
    for (const auto& [client, right] : rows) {
        for (const std::string alg : {"hmac-sha256", "ed25519", "rsa-pss-sha512", "rsa-v1_5-sha256",
                                      "ecdsa-p256-sha256", "none"}) {
            Sent sent;
            sent.more += ";alg=\"" + alg + "\"";
            EXPECT_EQ(fault(signed_by(client, sent)), alg == right ? "" : "?signature_invalid");
        }
    }
}

TEST_F(GateMessageTest, sees_every_change_of_what_is_covered) {
    const Client client = ed25519_client();
    const Sent sent = signed_by(client, with_body("{\"a\":1}"));
    EXPECT_EQ(fault(sent), "");
    const auto changed = [&](auto change) {
        Sent other = sent;
        change(other);
        return fault(other);
    };
    const std::string invalid = "?signature_invalid";
    EXPECT_EQ(changed([](Sent& s) { s.method = "PUT"; }), invalid);
    EXPECT_EQ(changed([](Sent& s) { s.path = "/v1/order"; }), invalid);
    EXPECT_EQ(changed([](Sent& s) { s.query = "a=1"; }), invalid);
    EXPECT_EQ(changed([](Sent& s) { s.headers["Host"] = "elsewhere"; }), invalid);
    EXPECT_EQ(changed([](Sent& s) { s.headers["Content-Digest"] = content_digest("x"); }), invalid);
    EXPECT_EQ(changed([](Sent& s) { s.body = "{\"a\":2}"; }), "digest_mismatch");
    EXPECT_EQ(changed([](Sent& s) { s.body = ""; }), "digest_mismatch");
    EXPECT_EQ(changed([](Sent& s) {
                  std::string& input = s.headers["Signature-Input"];
                  input.replace(input.find("nonce-0001"), 10, "nonce-0002");
              }),
              invalid);
}

TEST_F(GateMessageTest, tells_who_signed_too_little_what_is_missing) {
    const Client client = hmac_client();
    const auto missing = [&](auto change) {
        Sent sent = with_body("{}");
        change(sent);
        return fault(signed_by(client, sent));
    };
    const std::string code = "signature_missing_component ";
    for (const std::string name : {"@method", "@authority", "@path", "@query", "content-digest"}) {
        EXPECT_EQ(missing([&](Sent& s) {
                      const std::string quoted = "\"" + name + "\"";
                      s.components.erase(s.components.find(quoted), quoted.size());
                  }),
                  code + name);
    }
    EXPECT_EQ(missing([](Sent& s) { s.created = ""; }), code + "created");
    EXPECT_EQ(missing([](Sent& s) { s.nonce = ""; }), code + "nonce");
    EXPECT_EQ(missing([](Sent& s) { s.more = ""; }), "?" + code + "tag");
    EXPECT_EQ(missing([](Sent& s) { s.more = ";tag=\"another\""; }), "?" + code + "tag");
}

TEST_F(GateMessageTest, judges_created_and_expires_on_its_clock) {
    const Client client = hmac_client();
    const auto at = [&](std::int64_t created, std::int64_t expires = 0) {
        Sent sent;
        sent.created = ";created=" + std::to_string(created);
        if (expires != 0) sent.created += ";expires=" + std::to_string(expires);
        return fault(signed_by(client, sent));
    };
    const std::string skew = "timestamp_skew timestamp";
    EXPECT_EQ(at(now_s - 4), "");
    EXPECT_EQ(at(now_s - 5), skew);
    EXPECT_EQ(at(now_s + 1), "");
    EXPECT_EQ(at(now_s + 2), skew);
    EXPECT_EQ(at(now_s - 3'600), skew);
    EXPECT_EQ(at(now_s + 3'600), skew);
    EXPECT_EQ(at(0), skew);
    EXPECT_EQ(at(999'999'999'999'999), skew);
    EXPECT_EQ(at(now_s - 2, now_s + 1), "") << "expires shortens";
    EXPECT_EQ(at(now_s - 2, now_s), skew);
    EXPECT_EQ(at(now_s - 10, now_s + 300), skew) << "and never lengthens";
    EXPECT_EQ(at(now_s, now_s - 1), "malformed_field expires");
    Sent sent;
    sent.created += ";expires=" + std::to_string(now_s + 2);
    EXPECT_EQ(ask(signed_by(client, sent))->deadline, core::from_unix_ms((now_s + 2) * 1'000));
}

TEST_F(GateMessageTest, takes_a_nonce_once_in_either_scheme) {
    const Client client = hmac_client();
    const Sent sent = signed_by(client, Sent{});
    EXPECT_EQ(fault(sent, NonceJudge::gate), "");
    EXPECT_EQ(fault(sent, NonceJudge::gate), "nonce_reused");
    EXPECT_EQ(fault(sent, NonceJudge::core), "") << "the core's affair";

    Sent ten_lines;
    ten_lines.headers["Postern-Key"] = client.name;
    ten_lines.headers["Postern-Timestamp"] = std::to_string(now_s * 1'000);
    ten_lines.headers["Postern-Nonce"] = "nonce-0001";
    ten_lines.headers["Postern-Signature"] =
        sign_hmac(*client.secret, canonical_text(ten_lines.request()));
    EXPECT_EQ(fault(ten_lines, NonceJudge::gate), "nonce_reused");
}

TEST_F(GateMessageTest, takes_one_scheme_at_a_time) {
    const Client client = hmac_client();
    Sent both = signed_by(client, Sent{});
    both.headers["Postern-Nonce"] = "nonce-0002";
    EXPECT_EQ(fault(both), "?malformed_request Signature-Input");
}

TEST_F(GateMessageTest, tells_a_stranger_only_the_digest_of_the_base) {
    const Client client = hmac_client();
    Sent wrong = signed_by(client, Sent{});
    wrong.path = "/v1/key";
    Client nobody = client;
    nobody.name = core::format_key_name(core::Environment::test, {123, 456});
    Client misspelt = client;
    misspelt.name.back() ^= 1;
    Client elsewhere = client;
    elsewhere.name = core::format_key_name(core::Environment::live, client.key_name);
    Sent short_one = signed_by(client, Sent{});
    short_one.headers["Signature"] = "sig=:AAAA:";
    const std::pair<Sent, std::string> rows[] = {
        {wrong, "?signature_invalid"},
        {short_one, "?signature_invalid"},
        {signed_by(nobody, Sent{}), "?key_unknown"},
        {signed_by(misspelt, Sent{}), "?key_malformed"},
        {signed_by(elsewhere, Sent{}), "?wrong_environment"},
    };
    for (const auto& [sent, expected] : rows) {
        EXPECT_EQ(fault(sent), expected);
        const std::string base = signature_base(sent.request()).value();
        EXPECT_EQ(ask(sent).error().canonical_sha256, base::format_hex(sha256(base)));
    }
    Sent unreadable = signed_by(client, Sent{});
    unreadable.headers["Signature-Input"] = "sig=(";
    EXPECT_EQ(ask(unreadable).error().canonical_sha256, base::format_hex(sha256("")));
}

}  // namespace
}  // namespace api
