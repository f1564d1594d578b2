#include "api/access/message_signature.hpp"

#include <array>
#include <gtest/gtest.h>

#include "api/access/content_digest.hpp"
#include "api/access/credentials.hpp"
#include "api/access/signer.hpp"

namespace api {
namespace {

// --- RFC 9421, appendix B: the request, the keys and the signatures that can be spoken here.

namespace rfc {

constexpr std::string_view ed25519_key = "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
constexpr std::string_view shared_secret =
    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
constexpr std::string_view rsa_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2\n"
    "+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+\n"
    "oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq\n"
    "gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W\n"
    "Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4\n"
    "aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI\n"
    "2wIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

Request request() {
    Request request;
    request.method_text = "POST";
    request.target = "/foo?param=Value&Pet=dog";
    request.path = "/foo";
    request.query = "param=Value&Pet=dog";
    request.body = "{\"hello\": \"world\"}";
    request.headers = {
        {"Host", "example.com"},
        {"Date", "Tue, 20 Apr 2021 02:07:55 GMT"},
        {"Content-Type", "application/json"},
        {"Content-Digest",
         "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHW"
         "XvJwew==:"},
        {"Content-Length", "18"},
    };
    return request;
}

std::string base_with(std::string_view input) {
    Request asked = request();
    asked.headers.push_back({"Signature-Input", input});
    return signature_base(asked).value_or("none");
}

bool verifies(const core::Credential& credential, const vault::Secret* secret,
              std::string_view base, std::string_view signature) {
    return Verifier::of(credential, secret)
        ->verify(std::array{base}, *base::parse_base64(signature), RsaScheme::pss_sha512);
}

}  // namespace rfc

TEST(MessageSignature, is_that_of_the_rfc_with_rsa_pss) {  // B.2.3
    const std::string base = rfc::base_with(
        R"(sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" )"
        R"("content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss")");
    EXPECT_TRUE(base.contains("\"@query\": ?param=Value&Pet=dog\n\"@authority\": example.com\n"));
    EXPECT_TRUE(rfc::verifies(
        *parse_public_key(rfc::rsa_key), nullptr, base,
        "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpR"
        "RU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1p"
        "Fkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH"
        "8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA=="));
}

TEST(MessageSignature, is_that_of_the_rfc_with_hmac) {  // B.2.5
    const std::string base =
        rfc::base_with(R"(sig-b25=("date" "@authority" "content-type");created=1618884473;)"
                       R"(keyid="test-shared-secret")");
    EXPECT_EQ(base,
              "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n"
              "\"@authority\": example.com\n"
              "\"content-type\": application/json\n"
              "\"@signature-params\": (\"date\" \"@authority\" \"content-type\")"
              ";created=1618884473;keyid=\"test-shared-secret\"");
    const vault::Secret secret{base::BytesView{*base::parse_base64(rfc::shared_secret)}};
    const core::Credential credential{
        .algorithm = core::Algorithm::hmac_sha256, .public_key = {}, .secret = {}};
    EXPECT_TRUE(
        rfc::verifies(credential, &secret, base, "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="));
}

TEST(MessageSignature, is_that_of_the_rfc_with_ed25519) {  // B.2.6
    const std::string base = rfc::base_with(
        R"(sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length"))"
        R"(;created=1618884473;keyid="test-key-ed25519")");
    EXPECT_TRUE(rfc::verifies(*parse_public_key(rfc::ed25519_key), nullptr, base,
                              "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0"
                              "w6vuQv5lIp5WPpBKRCw=="));
}

TEST(MessageSignature, joins_the_lines_of_a_field_as_the_rfc_does) {  // B.4
    Request request;
    request.method_text = "GET";
    request.path = "/demo";
    request.query = "name1=Value1&Name2=value2";
    request.headers = {
        {"Host", "example.org"},
        {"Date", "Fri, 15 Jul 2022 14:24:55 GMT"},
        {"Accept", "application/json"},
        {"Accept", "*/*"},
        {"Signature-Input", R"(transform=("@method" "@path" "@authority" "accept");)"
                            R"(created=1618884473;keyid="test-key-ed25519")"},
    };
    EXPECT_TRUE(rfc::verifies(*parse_public_key(rfc::ed25519_key), nullptr,
                              signature_base(request).value_or("none"),
                              "ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5Q"
                              "MFFQ6cpLt2m0pmj3NDA=="));
}

// --- our own

constexpr std::string_view plain_input =
    R"(sig=("@method" "@authority" "@path" "@query");created=1700000000;keyid="pk";)"
    R"(nonce="nonce-0001";tag="postern")";

Request plain(std::string_view input = plain_input) {
    Request request;
    request.method_text = "GET";
    request.path = "/v1/balances";
    request.headers = {
        {"Host", "127.0.0.1:8420"}, {"Signature-Input", input}, {"Signature", "sig=:AAAA:"}};
    return request;
}

std::string line_of(const Request& request, std::string_view component) {
    const std::string base = "\n" + signature_base(request).value_or("");
    const std::string head = "\n\"" + std::string{component} + "\": ";
    const std::size_t at = base.find(head);
    if (at == base.npos) return "(none)";
    const std::size_t from = at + head.size();
    return base.substr(from, base.find('\n', from) - from);
}

std::string fault(const Request& request) {
    const auto read = read_message_signature(request);
    const core::Rejection* said = !read ? &read.error() : read->missing ? &*read->missing : nullptr;
    if (said == nullptr) return "";
    return std::string{name_of(said->reject)} + " " + std::string{said->field.view()};
}

TEST(MessageSignature, takes_the_query_raw_and_says_where_there_is_none) {
    Request request = plain();
    EXPECT_EQ(line_of(request, "@query"), "?");
    request.query = "a=%7e&b=+%20";
    EXPECT_EQ(line_of(request, "@query"), "?a=%7e&b=+%20");
    request.path = "";
    EXPECT_EQ(line_of(request, "@path"), "/");
}

TEST(MessageSignature, takes_the_authority_in_lower_case_without_a_default_port) {
    const auto authority = [](std::string_view host) {
        Request request = plain();
        request.headers[0].value = host;
        return line_of(request, "@authority");
    };
    EXPECT_EQ(authority("127.0.0.1:8420"), "127.0.0.1:8420");
    EXPECT_EQ(authority("API.Example.COM"), "api.example.com");
    EXPECT_EQ(authority("example.com:80"), "example.com");
    EXPECT_EQ(authority("example.com:443"), "example.com");
    EXPECT_EQ(authority("example.com:8080"), "example.com:8080");
    EXPECT_EQ(authority("[2001:DB8::1]:443"), "[2001:db8::1]");
}

TEST(MessageSignature, reads_what_is_said_of_it) {
    const auto read = read_message_signature(plain(
        R"(sig=("@method" "@authority" "@path" "@query");created=1700000000;expires=1700000003;)"
        R"(keyid="pk";alg="ed25519";nonce="nonce-0001";tag="postern")"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, "pk");
    EXPECT_EQ(read->algorithm, "ed25519");
    EXPECT_EQ(read->nonce, "nonce-0001");
    EXPECT_EQ(read->created, core::from_unix_ms(1'700'000'000'000));
    EXPECT_EQ(read->expires, core::from_unix_ms(1'700'000'003'000));
    EXPECT_EQ(read->signature.size(), 3U);
    EXPECT_FALSE(read->missing);
}

TEST(MessageSignature, names_what_must_be_covered_or_said) {
    EXPECT_EQ(fault(plain()), "");
    for (const std::string_view part :
         {R"("@method" )", R"("@authority" )", R"("@path" )", R"( "@query")", ";created=1700000000",
          ";keyid=\"pk\"", ";nonce=\"nonce-0001\"", ";tag=\"postern\""}) {
        std::string input{plain_input};
        input.erase(input.find(part), part.size());
        const std::string name{part.substr(
            part.find_first_of("@cknt"),
            part.find_first_of("\"=", part.find_first_of("@cknt")) - part.find_first_of("@cknt"))};
        EXPECT_EQ(fault(plain(input)), "signature_missing_component " + name);
    }
    Request with_body = plain();
    with_body.body = "{}";
    EXPECT_EQ(fault(with_body), "signature_missing_component content-digest");
    Request uncovered = with_body;
    const std::string digest = content_digest("{}");
    uncovered.headers.push_back({"Content-Digest", digest});
    EXPECT_EQ(fault(uncovered), "signature_missing_component content-digest");
    Request without_signature = plain();
    without_signature.headers.pop_back();
    EXPECT_EQ(fault(without_signature), "signature_missing_component Signature");
    Request other_label = plain();
    other_label.headers[2].value = "other=:AAAA:";
    EXPECT_EQ(fault(other_label), "signature_missing_component Signature");
    EXPECT_EQ(fault(plain(R"(sig=("x-absent");keyid="pk";tag="postern")")),
              "signature_missing_component x-absent");
    EXPECT_EQ(fault(plain(R"(sig=("@method");keyid="pk";tag="someone-else")")),
              "signature_missing_component tag");
}

TEST(MessageSignature, takes_the_one_with_our_tag_among_many) {
    const std::string both =
        R"(proxy=("@method");keyid="other";tag="proxy", )" + std::string{plain_input};
    Request request = plain(both);
    request.headers[2].value = "proxy=:AAAA:, sig=:AAAA:";
    EXPECT_EQ(fault(request), "");
    EXPECT_EQ(read_message_signature(request)->key, "pk");
    Request lines = plain();
    lines.headers.insert(lines.headers.begin(),
                         {"Signature-Input", R"(proxy=("@method");keyid="other")"});
    EXPECT_EQ(fault(lines), "") << "on two lines";
    const std::string twice = std::string{plain_input} + ", b" + std::string{plain_input};
    EXPECT_EQ(fault(plain(twice)), "malformed_field Signature-Input");
}

TEST(MessageSignature, refuses_components_that_a_server_behind_a_proxy_cannot_know) {
    const auto covering = [](std::string_view components) {
        return fault(plain("sig=(" + std::string{components} + R"();keyid="pk";tag="postern")"));
    };
    EXPECT_EQ(covering(R"("@scheme")"), "malformed_field @scheme");
    EXPECT_EQ(covering(R"("@target-uri")"), "malformed_field @target-uri");
    EXPECT_EQ(covering(R"("@request-target")"), "malformed_field @request-target");
    EXPECT_EQ(covering(R"("@query-param";name="a")"), "malformed_field @query-param");
    EXPECT_EQ(covering(R"("@status")"), "malformed_field @status");
    EXPECT_EQ(covering(R"("host";sf)"), "malformed_field host");
    EXPECT_EQ(covering(R"("@method";req)"), "malformed_field @method");
    EXPECT_EQ(covering(R"("Host")"), "malformed_field Host");
    EXPECT_EQ(covering(R"("host" "host")"), "malformed_field host");
    EXPECT_EQ(covering(R"("signature")"), "malformed_field signature");
    EXPECT_EQ(covering("host"), "malformed_field host") << "a token";
    EXPECT_EQ(covering(R"("")"), "malformed_field ");
}

TEST(MessageSignature, refuses_fields_that_cannot_be_read) {
    EXPECT_EQ(fault(plain("sig=(")), "malformed_field Signature-Input");
    EXPECT_EQ(fault(plain(R"(sig="@method";keyid="pk";tag="postern")")),
              "malformed_field Signature-Input");
    Request request = plain();
    for (const std::string_view bad : {"sig", "sig=AAAA", "sig=:AA", "sig=(:AAAA:)"}) {
        request.headers[2].value = bad;
        EXPECT_EQ(fault(request), "malformed_field Signature") << bad;
    }
    const auto with = [](std::string_view from, std::string_view to) {
        std::string input{plain_input};
        input.replace(input.find(from), from.size(), to);
        return fault(plain(input));
    };
    EXPECT_EQ(with("created=1700000000", "created=\"1700000000\""), "malformed_field created");
    EXPECT_EQ(with("created=1700000000", "created=-1"), "malformed_field created");
    EXPECT_EQ(with("created=1700000000", "created=1700000000;expires=x"),
              "malformed_field expires");
    EXPECT_EQ(with("created=1700000000", "created=1700000000;alg=ed25519"), "malformed_field alg");
    EXPECT_EQ(with("\"nonce-0001\"", "\"short\""), "malformed_field nonce");
    EXPECT_EQ(with("\"nonce-0001\"", "\"with space\""), "malformed_field nonce");
    EXPECT_EQ(with("\"nonce-0001\"", "12345678"), "malformed_field nonce");
}

TEST(MessageSignature, holds_the_body_to_its_digest) {
    Request request = plain();
    EXPECT_TRUE(check_body(request));
    request.body = "{}";
    EXPECT_EQ(check_body(request).error().reject, core::Reject::malformed_field);
    const std::string digest = content_digest("{}");
    request.headers.push_back({"Content-Digest", digest});
    EXPECT_TRUE(check_body(request));
    request.body = "{ }";
    EXPECT_EQ(check_body(request).error().reject, core::Reject::digest_mismatch);
    request.body = "";
    EXPECT_EQ(check_body(request).error().reject, core::Reject::digest_mismatch);
}

TEST(MessageSignature, names_the_key_for_the_audit_whatever_else_is_wrong) {
    EXPECT_EQ(named_key(plain()), "pk");
    EXPECT_EQ(named_key(plain(R"(sig=("@scheme");keyid="pk")")), "pk");
    EXPECT_EQ(named_key(plain("sig=(")), "");
    Request ten_lines;
    EXPECT_EQ(named_key(ten_lines), "");
    ten_lines.headers = {{"Postern-Key", "pk"}};
    EXPECT_EQ(named_key(ten_lines), "pk");
}

}  // namespace
}  // namespace api
