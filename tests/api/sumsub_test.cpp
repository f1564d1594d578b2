// Sumsub's messages: signed, in time, done once, and never the last word.
#include "api/operations/providers/sumsub.hpp"

#include <algorithm>
#include <openssl/hmac.h>
#include <thread>

#include "api/applications.hpp"

namespace {

using namespace applications;
using core::Onboarding;
using core::Role;

const std::string secret = "SoMe_SeCrEt_KeY_of_the_webhook";

std::string digest_of(const EVP_MD* algorithm, const std::string& body) {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const auto view = base::as_bytes(body);
    HMAC(algorithm, secret.data(), static_cast<int>(secret.size()), view.data(), view.size(), bytes,
         &size);
    return base::format_hex({bytes, size});
}

class SumsubApi : public testing::Test {
  protected:
    SumsubApi() { house.parts().sumsub = &sumsub; }

    // As their documentation shows a message.
    std::string message(const std::string& type, const std::string& review = {}) {
        ++messages;
        return R"({"applicantId":"5c9e177b0a975a6eeccf5960","inspectionId":)"
               R"("5c9e177b0a975a6eeccf5961","correlationId":"req-63f92830-4d68-4eee-)" +
               std::to_string(messages) + R"(","levelName":"basic-kyc-level","externalUserId":")" +
               id_of(dora) + R"(","type":")" + type +
               R"(","sandboxMode":false,"reviewStatus":"completed",)" + review +
               R"("createdAtMs":"2027-01-15 08:00:00.002","clientId":"coolClientId"})";
    }
    Heard send(const std::string& body, const std::string& digest,
               const std::string& algorithm = "HMAC_SHA256_HEX") {
        return house.ask({.method = "POST",
                          .target = "/v1/providers/sumsub",
                          .headers = {{"Content-Type", "application/json"},
                                      {"X-Payload-Digest-Alg", algorithm},
                                      {"X-Payload-Digest", digest}},
                          .body = body});
    }
    Heard send(const std::string& body) { return send(body, digest_of(EVP_sha256(), body)); }
    Onboarding state() { return house.live().read()->state.customers.at(dora.customer).onboarding; }

    const std::string green = R"("reviewResult":{"reviewAnswer":"GREEN"},)";
    const std::string retry =
        R"("reviewResult":{"reviewAnswer":"RED","rejectLabels":["BLACKLIST",)"
        R"("BAD_PROOF_OF_ADDRESS"],"reviewRejectType":"RETRY",)"
        R"("moderationComment":"Please upload a bill of the last three months."},)";
    const std::string final_red =
        R"("reviewResult":{"reviewAnswer":"RED","rejectLabels":["FRAUDULENT_PATTERNS"],)"
        R"("reviewRejectType":"FINAL"},)";

    House house;
    User dora = house.sign_up("dora");
    api::Sumsub sumsub{vault::Secret{std::string_view{secret}}};
    int messages = 0;
};

TEST_F(SumsubApi, leads_an_applicant_from_pending_to_approved) {
    submit(dora);
    EXPECT_EQ(send(message("applicantCreated")).text("/moves"), "0");
    EXPECT_EQ(send(message("applicantPending")).text("/moves"), "1");
    EXPECT_EQ(state(), Onboarding::screening);
    const Heard heard = send(message("applicantReviewed", green));
    EXPECT_EQ(heard.text("/moves"), "1") << heard.body;
    EXPECT_EQ(state(), Onboarding::approved);
    EXPECT_EQ(house.live().read()->state.customers.at(dora.customer).level, 2);
}

TEST_F(SumsubApi, catches_up_where_the_message_before_was_lost) {
    submit(dora);
    EXPECT_EQ(send(message("applicantReviewed", green)).text("/moves"), "2");
    EXPECT_EQ(state(), Onboarding::approved);
}

TEST_F(SumsubApi, asks_the_customer_again_in_public_words) {
    submit(dora);
    send(message("applicantReviewed", retry));
    EXPECT_EQ(state(), Onboarding::needs_information);
    const Heard seen = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(seen.text("/application/reason"), "bad_proof_of_address");
    EXPECT_EQ(seen.text("/application/comment"), "Please upload a bill of the last three months.");
    EXPECT_EQ(seen.body.find("lacklist"), std::string::npos);
}

TEST_F(SumsubApi, leaves_the_last_word_to_a_person) {
    submit(dora);
    send(message("applicantReviewed", final_red));
    EXPECT_EQ(state(), Onboarding::review);
    const Heard seen = dora.ask("GET", "/v1/kyc/application");
    EXPECT_EQ(seen.body.find("raud"), std::string::npos) << seen.body;
    send(message("applicantReviewed", green));
    EXPECT_EQ(state(), Onboarding::review) << "what a person looks at is his to decide";
}

TEST_F(SumsubApi, takes_an_approval_back_when_it_finds_more) {
    submit(dora);
    send(message("applicantReviewed", green));
    send(message("applicantReset"));
    EXPECT_EQ(state(), Onboarding::reverification);
    send(message("applicantOnHold"));
    EXPECT_EQ(state(), Onboarding::review);
    EXPECT_FALSE(house.live().read()->state.customers.at(dora.customer).verified);
}

TEST_F(SumsubApi, does_a_message_once_however_often_it_comes) {
    submit(dora);
    const std::string pending = message("applicantPending");
    const std::string asked = message("applicantReviewed", retry);
    EXPECT_EQ(send(asked).text("/moves"), "1");
    submit(dora);
    const auto before = house.happened().size();
    EXPECT_EQ(send(asked).text("/moves"), "0");
    EXPECT_EQ(house.happened().size(), before);
    EXPECT_EQ(state(), Onboarding::submitted);
    EXPECT_EQ(send(pending).text("/moves"), "1");
}

TEST_F(SumsubApi, goes_on_from_where_staff_had_led_it) {
    submit(dora);
    const User mona = house.hire("mona", {Role::mlro});
    EXPECT_EQ(move(mona, dora, "screening").status, 200u);
    const std::string approved = message("applicantReviewed", green);
    EXPECT_EQ(send(approved).text("/moves"), "1");
    EXPECT_EQ(state(), Onboarding::approved);
    EXPECT_EQ(send(approved).text("/moves"), "0");
}

TEST_F(SumsubApi, is_heard_once_when_it_speaks_twice_at_the_same_time) {
    submit(dora);
    const std::string doubtful = message("applicantOnHold");
    {
        std::vector<std::jthread> lines;
        for (int i = 0; i < 8; ++i) {
            lines.emplace_back([&] { EXPECT_LT(send(doubtful).status, 500u); });
        }
    }
    const auto events = house.happened();
    const auto to_review = std::ranges::count_if(events, [](const core::Event& event) {
        const auto* moved = std::get_if<core::OnboardingMoved>(&event);
        return moved != nullptr && moved->to == Onboarding::review;
    });
    EXPECT_EQ(to_review, 1);
}

TEST_F(SumsubApi, takes_sha512_too_and_nothing_else) {
    submit(dora);
    const std::string body = message("applicantPending");
    EXPECT_EQ(send(body, digest_of(EVP_sha1(), body), "HMAC_SHA1_HEX").code(), "unauthorized");
    EXPECT_EQ(send(body, digest_of(EVP_sha512(), body)).code(), "unauthorized");
    EXPECT_EQ(send(body, "", "HMAC_SHA256_HEX").code(), "unauthorized");
    EXPECT_EQ(send(body + " ", digest_of(EVP_sha256(), body)).code(), "unauthorized");
    EXPECT_EQ(state(), Onboarding::submitted);
    EXPECT_EQ(send(body, digest_of(EVP_sha512(), body), "HMAC_SHA512_HEX").text("/moves"), "1");
}

TEST_F(SumsubApi, believes_no_message_that_is_older_or_newer_than_five_minutes) {
    submit(dora);
    const std::string body = message("applicantPending");
    house.clock.advance(core::seconds(301));
    EXPECT_EQ(send(body).code(), "timestamp_skew");
    const std::string early = with(body, "2027-01-15 08:00:00.002", "2027-01-15 08:10:02.002");
    EXPECT_EQ(send(early).code(), "timestamp_skew");
    const std::string never = with(body, "2027-01-15 08:00:00.002", "2027-02-30 08:00:00.002");
    EXPECT_EQ(send(never).code(), "malformed_field");
    EXPECT_EQ(state(), Onboarding::submitted);
}

TEST_F(SumsubApi, understands_only_what_it_was_told_of) {
    const std::string body = message("applicantPending");
    EXPECT_EQ(send("{\"type\"").code(), "malformed_json");
    EXPECT_EQ(send("[]").code(), "malformed_json");
    const std::string id = R"("externalUserId":")" + id_of(dora) + '"';
    EXPECT_EQ(send(with(body, id, R"("externalUserId":"dora")")).code(), "malformed_field");
    EXPECT_EQ(send(with(body, id, R"("externalUserId":"4711")")).code(), "not_found");
    EXPECT_EQ(send(message("applicantReviewed")).code(), "missing_field");
    EXPECT_EQ(send(message("applicantWorkflowCompleted")).text("/moves"), "0");
}

TEST_F(SumsubApi, is_not_there_where_nobody_gave_it_a_secret) {
    house.parts().sumsub = nullptr;
    EXPECT_EQ(send(message("applicantPending")).code(), "not_found");
}

}  // namespace
