// How customers are let in: their file, their documents, and what staff make of it.
#include "api/applications.hpp"
#include "api/operations/onboarding_file.hpp"

namespace {

using namespace applications;
using core::Role;

class OnboardingApi : public testing::Test {
  protected:
    House house;
    User dora = house.sign_up("dora");
    User mona = house.hire("mona", {Role::mlro});
};

TEST_F(OnboardingApi, goes_from_a_draft_to_an_approval) {
    EXPECT_EQ(state_of(dora), "draft");
    submit(dora);
    EXPECT_EQ(state_of(dora), "submitted");
    const Heard queue = mona.ask("GET", "/v1/staff/onboarding");
    EXPECT_EQ(queue.text("/applications/0/customer_id"), id_of(dora)) << queue.body;
    for (const char* to : {"screening", "review"}) EXPECT_EQ(move(mona, dora, to).status, 200u);
    const Heard heard = move(mona, dora, "approved", R"(,"level":2,"risk":"medium")");
    EXPECT_EQ(heard.text("/customer/risk"), "medium") << heard.body;
    const Heard seen = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(seen.text("/application/state"), "approved");
    EXPECT_EQ(seen.text("/application/verified"), "true");
    EXPECT_EQ(seen.text("/application/level"), "2");
    EXPECT_EQ(seen.text("/application/risk"), "") << "his risk is not the customer's to know";
    EXPECT_EQ(seen.text("/file/first_name"), "Wilhelmina-Canary");
}

TEST_F(OnboardingApi, tells_the_customer_why_he_was_declined_and_lets_him_try_again) {
    submit(dora);
    move(mona, dora, "screening");
    move(mona, dora, "review");
    const Heard nameless = move(mona, dora, "rejected_retry");
    EXPECT_EQ(nameless.code(), "missing_field") << nameless.body;
    const Heard declined =
        move(mona, dora, "rejected_retry",
             R"(,"reason":"document_expired","comment":"Please send a newer passport.")");
    EXPECT_EQ(declined.status, 200u) << declined.body;
    const Heard seen = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(seen.text("/application/state"), "rejected_retry");
    EXPECT_EQ(seen.text("/application/reason"), "document_expired");
    EXPECT_EQ(seen.text("/application/comment"), "Please send a newer passport.");
    submit(dora);
    EXPECT_EQ(state_of(dora), "submitted");
}

TEST_F(OnboardingApi, ends_for_ever_where_it_is_rejected_for_good) {
    submit(dora);
    move(mona, dora, "screening");
    move(mona, dora, "review");
    move(mona, dora, "rejected_final", R"(,"reason":"not_eligible")");
    const Heard again = dora.ask("PUT", "/v1/kyc/application", person_file);
    EXPECT_EQ(again.code(), "state_conflict");
    EXPECT_EQ(dora.ask("POST", "/v1/kyc/documents", document_body("%PDF-1.7")).code(),
              "state_conflict");
    EXPECT_EQ(move(mona, dora, "review", R"(,"reason":"new_evidence")").status, 200u)
        << "the reporting officer may look again";
}

TEST_F(OnboardingApi, reaches_every_state_that_there_is) {
    const std::string why = R"(,"reason":"because")";
    std::set<std::string> seen{state_of(dora)};
    const auto to = [&](const char* state, const std::string& more = {}) {
        const Heard heard = move(mona, dora, state, more);
        EXPECT_EQ(heard.status, 200u) << state << heard.body;
        seen.insert(state_of(dora));
    };
    submit(dora);
    seen.insert(state_of(dora));
    to("needs_information", why);
    submit(dora);
    to("screening");
    to("on_hold", why);
    to("screening");
    to("review");
    to("rejected_retry", why);
    submit(dora);
    to("screening");
    to("review");
    to("edd_required", why);
    to("review");
    to("approved", R"(,"level":3)");
    to("reverification", why);
    to("review");
    to("approved", R"(,"level":2)");
    to("rejected_final", why);
    to("review", why);
    to("approved", R"(,"level":2)");
    to("suspended", why);
    to("offboarding", why);
    to("closed", why);
    EXPECT_EQ(seen.size(), 14u);
}

TEST_F(OnboardingApi, takes_a_file_only_as_a_whole_and_right) {
    const std::tuple<std::string, std::string, std::string, std::string> wrong[] = {
        {R"("first_name":"Wilhelmina-Canary",)", "", "missing_field", "first_name"},
        {"Wilhelmina-Canary", "", "malformed_field", "first_name"},
        {"Wilhelmina-Canary", "a\\u0007b", "malformed_field", "first_name"},
        {"Wilhelmina-Canary", std::string(201, 'x'), "malformed_field", "first_name"},
        {"1987-02-28", "1987-02-29", "malformed_field", "birth_date"},
        {"1987-02-28", "28.02.1987", "malformed_field", "birth_date"},
        {"1987-02-28", "2012-02-28", "malformed_field", "birth_date"},
        {"1987-02-28", "2099-02-28", "malformed_field", "birth_date"},
        {R"(["GB","DE"])", R"(["GB","XX"])", "malformed_field", "nationalities"},
        {R"(["GB","DE"])", "[]", "malformed_field", "nationalities"},
        {R"("residence":"GB")", R"("residence":"gb")", "malformed_field", "residence"},
        {"2031-05-01", "2026-05-01", "malformed_field", "document_expires"},
        {"passport", "library_card", "malformed_field", "document_type"},
        {"salary", "theft", "malformed_field", "source_of_funds"},
        {"25000", "-1", "malformed_field", "expected_monthly_volume"},
        {R"("city":"Londinium",)", "", "missing_field", "city"},
        {R"("kind":"person",)", R"("kind":"person","lei":"x",)", "malformed_field", "lei"},
        {R"("kind":"person",)", R"("kind":"person","shoe_size":"9",)", "unknown_field",
         "shoe_size"},
        {R"("kind":"person",)", "", "missing_field", "kind"},
    };
    for (const auto& [was, is, code, field] : wrong) {
        const Heard heard = dora.ask("PUT", "/v1/kyc/application", with(person_file, was, is));
        EXPECT_EQ(heard.code(), code) << is;
        EXPECT_EQ(heard.text("/field"), field) << is;
    }
    EXPECT_EQ(state_of(dora), "draft");
}

TEST_F(OnboardingApi, takes_a_business_with_its_owners) {
    const std::pair<std::string, std::string> wrong[] = {
        {"5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R13"},
        {"60;ubo+director", "60;director"},
        {"40;shareholder", "41;shareholder"},
        {"40;shareholder", "40;king"},
        {"DE;40", "XX;40"},
        {"business;Nest GmbH", "cat;Nest GmbH"},
        {"GB;60;ubo+director", "GB;60"},
        {"Ada Feather", ""},
    };
    for (const auto& [was, is] : wrong) {
        const Heard heard = dora.ask("PUT", "/v1/kyc/application", with(business_file, was, is));
        EXPECT_EQ(heard.code(), "malformed_field") << is << heard.body;
    }
    const Heard heard = dora.ask("PUT", "/v1/kyc/application", business_file);
    EXPECT_EQ(heard.text("/application/kind"), "business") << heard.body;
    const Heard seen = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(seen.text("/file/parties/0/share_percent"), "60") << seen.body;
    EXPECT_EQ(seen.text("/file/parties/1/controls/0"), "shareholder");
}

TEST(Lei, is_known_by_its_check_digits) {
    EXPECT_TRUE(api::is_lei("5493001KJTIIGC8Y1R12"));
    EXPECT_TRUE(api::is_lei("213800WSGIIZCXF1P572"));
    EXPECT_FALSE(api::is_lei("5493001KJTIIGC8Y1R21"));
    EXPECT_FALSE(api::is_lei("5493001kjtiigc8y1r12"));
    EXPECT_FALSE(api::is_lei("5493001KJTIIGC8Y1R1"));
    EXPECT_FALSE(api::is_lei(""));
}

TEST_F(OnboardingApi, keeps_documents_for_those_whose_work_they_are) {
    const std::string pdf = "%PDF-1.7 canary-document-bytes";
    const Heard added = dora.ask("POST", "/v1/kyc/documents", document_body(pdf));
    ASSERT_EQ(added.status, 201u) << added.body;
    EXPECT_EQ(added.text("/document/bytes"), std::to_string(pdf.size()));
    dora.ask("POST", "/v1/kyc/documents", document_body("\x89PNG\r\n\x1a\n...", "selfie"));
    EXPECT_EQ(dora.ask("GET", "/v1/kyc/documents").text("/documents/1/kind"), "selfie");

    const std::string path = "/v1/staff/documents/" + added.text("/document/document_id");
    const Heard read = mona.ask("GET", path);
    EXPECT_EQ(read.text("/content"), base::format_base64(base::as_bytes(pdf))) << read.body;
    EXPECT_EQ(read.text("/media_type"), "application/pdf");
    const Heard listed = mona.ask("GET", staff_path(dora, "/documents"));
    EXPECT_EQ(listed.text("/documents/0/kind"), "passport") << listed.body;
    const User peer = house.hire("sue", {Role::support});
    EXPECT_EQ(peer.ask("GET", path).code(), "role_missing");
}

TEST_F(OnboardingApi, takes_no_document_that_is_none) {
    const auto code = [&](const std::string& body) {
        return dora.ask("POST", "/v1/kyc/documents", body).text("/reason");
    };
    EXPECT_EQ(code(document_body("MZ an exe")), "not_pdf_png_or_jpeg");
    EXPECT_EQ(code(R"({"kind":"passport","content":"%%%"})"), "not_base64");
    EXPECT_EQ(code(R"({"kind":"Passport!","content":"JVBERi0xLjcK"})"), "not_a_code");
    EXPECT_EQ(code(document_body("%PDF-" + std::string(768'000, 'x'))), "too_long");
    const Heard large =
        dora.ask("POST", "/v1/kyc/documents", document_body("%PDF-" + std::string(767'000, 'x')));
    EXPECT_EQ(large.status, 201u) << large.body;
}

TEST_F(OnboardingApi, changes_nothing_when_it_is_only_tried) {
    const Heard tried = dora.ask("PUT", "/v1/kyc/application?validate_only=true", person_file);
    EXPECT_EQ(tried.text("/valid"), "true") << tried.body;
    const Heard document =
        dora.ask("POST", "/v1/kyc/documents?validate_only=true", document_body("%PDF-1.7"));
    EXPECT_EQ(document.text("/valid"), "true") << document.body;
    EXPECT_EQ(state_of(dora), "draft");
    EXPECT_EQ(dora.ask("GET", "/v1/kyc/documents").text("/documents"), "[]");
}

TEST_F(OnboardingApi, hands_in_once_what_is_sent_twice_under_one_key) {
    const support::Asked asked{.method = "PUT",
                               .target = "/v1/kyc/application",
                               .headers = {{"Host", "localhost"},
                                           {"Authorization", "Bearer " + dora.token},
                                           {"Idempotency-Key", "once"}},
                               .body = person_file};
    EXPECT_EQ(house.ask(asked).status, 200u);
    const Heard again = house.ask(asked);
    EXPECT_EQ(again.status, 200u) << again.body;
    EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
}

// Demand D3: the state is asked at every request, not when a key was made.
TEST_F(OnboardingApi, stops_a_key_at_its_next_request_when_the_state_is_lost) {
    house.make_ready(dora);
    const auto key = key_of(house, dora);
    const auto balances = [&] { return house.signed_by(key, "GET", "/v1/balances"); };
    EXPECT_EQ(balances().status, 200u) << balances().body;
    move(mona, dora, "suspended", R"(,"reason":"court_order")");
    EXPECT_EQ(balances().code(), "customer_not_verified");
    move(mona, dora, "approved", R"(,"level":2)");
    EXPECT_EQ(balances().status, 200u);
    mona.with_factor("POST", staff_path(dora, "/suspend"), R"({"reason":"under_review"})");
    EXPECT_EQ(balances().code(), "customer_suspended");
    mona.with_factor("POST", staff_path(dora, "/unsuspend"));
    EXPECT_EQ(balances().status, 200u);
    mona.with_factor("POST", staff_path(dora, "/api-access"),
                     R"({"to":"suspended","reason":"under_review"})");
    EXPECT_EQ(balances().code(), "api_access_not_approved");
}

TEST_F(OnboardingApi, says_nothing_of_a_lock_that_is_not_disclosed) {
    house.make_ready(dora);
    const auto key = key_of(house, dora);
    const Heard before = dora.ask("GET", "/v1/kyc/application");
    const Heard locked =
        mona.with_factor("POST", staff_path(dora, "/locks"),
                         R"({"scope":"everything","reason":"court_order","disclosed":false})");
    ASSERT_EQ(locked.status, 200u) << locked.body;
    const Heard refused = house.signed_by(key, "GET", "/v1/balances");
    EXPECT_EQ(refused.code(), "customer_suspended");
    EXPECT_EQ(refused.body.find("court"), std::string::npos);
    EXPECT_EQ(dora.ask("GET", "/v1/kyc/application").body, before.body);
    const std::string lift = "/v1/staff/locks/" + locked.text("/lock/lock_id") + "/lift";
    EXPECT_EQ(mona.with_factor("POST", lift, R"({"reason":"order_withdrawn"})").status, 200u);
    EXPECT_EQ(house.signed_by(key, "GET", "/v1/balances").status, 200u);

    mona.with_factor("POST", staff_path(dora, "/locks"),
                     R"({"scope":"trade","reason":"under_review"})");
    const Heard told = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(told.text("/restrictions/0/reason"), "under_review") << told.body;
}

TEST_F(OnboardingApi, leaves_no_trace_of_anybody_outside_the_vault) {
    std::string told;
    submit(dora);
    dora.ask("POST", "/v1/kyc/documents", document_body("%PDF-1.7 canary-document-bytes"));
    // Refused ones too: what was sent does not come back.
    told += dora.ask("PUT", "/v1/kyc/application", person_file).body;
    told += dora.ask("PUT", "/v1/kyc/application", with(person_file, "\"GB\"", "\"XX\"")).body;
    told += dora.ask("PUT", "/v1/kyc/application", person_file + "x").body;
    told += dora.ask("POST", "/v1/kyc/documents", document_body("canary-document-bytes")).body;
    move(mona, dora, "needs_information",
         R"(,"reason":"photo_unclear","comment":"Hello Londinium")");
    mona.ask("GET", staff_path(dora, "/profile"));
    mona.ask("GET", "/v1/staff/documents/1");
    told += mona.ask("GET", staff_path(dora)).body + mona.ask("GET", "/v1/staff/customers").body;
    const std::string kept = house.everything_kept();
    for (const std::string& canary : canaries) {
        EXPECT_EQ(kept.find(canary), std::string::npos) << canary;
        EXPECT_EQ(told.find(canary), std::string::npos) << canary;
        const std::string coded = base::format_base64(base::as_bytes(canary)).substr(0, 12);
        EXPECT_EQ(kept.find(coded), std::string::npos) << canary;
    }
}

}  // namespace
