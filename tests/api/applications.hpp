// What tests of onboarding hand in, and the short ways to where an application stands.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "base/bytes.hpp"
#include "support/house.hpp"

namespace applications {

using support::Heard;
using support::House;
using support::User;

// Every word of it is a canary: it may appear in the vault alone.
inline const std::string person_file =
    R"({"kind":"person","first_name":"Wilhelmina-Canary","last_name":"Quetzalcoatl",)"
    R"("birth_date":"1987-02-28","nationalities":["GB","DE"],"residence":"GB",)"
    R"("document_type":"passport","document_number":"C01X00T47-CANARY","document_country":"GB",)"
    R"("document_expires":"2031-05-01","address":"17 Canary Wharf Lane","city":"Londinium",)"
    R"("postal_code":"E14 5AB","source_of_funds":"salary","occupation":"lighthouse keeper",)"
    R"("expected_monthly_volume":25000})";

inline const std::string business_file =
    R"({"kind":"business","legal_name":"Canary Birds Ltd","registration_number":"01234567",)"
    R"("registration_authority":"RA000585","lei":"5493001KJTIIGC8Y1R12","country":"GB",)"
    R"("industry_code":"01.47","address":"1 Cage Road","city":"Leeds",)"
    R"("parties":["person;Ada Feather;GB;60;ubo+director",)"
    R"("business;Nest GmbH;DE;40;shareholder"]})";

inline const std::vector<std::string> canaries = {
    "Wilhelmina-Canary", "Quetzalcoatl",      "1987-02-28",
    "C01X00T47-CANARY",  "17 Canary Wharf",   "Londinium",
    "E14 5AB",           "lighthouse keeper", "canary-document-bytes"};

// A body with one member in place of what it was.
inline std::string with(std::string body, const std::string& was, const std::string& is) {
    const auto at = body.find(was);
    if (at == std::string::npos) throw std::logic_error{was};
    return body.replace(at, was.size(), is);
}

inline std::string document_body(const std::string& content, const std::string& kind = "passport") {
    return R"({"kind":")" + kind + R"(","content":")" +
           base::format_base64(base::as_bytes(content)) + R"("})";
}

inline std::string id_of(const User& user) { return std::to_string(user.customer.value); }

inline std::string staff_path(const User& customer, const std::string& rest = {}) {
    return "/v1/staff/customers/" + id_of(customer) + rest;
}

// One step of an application, as staff say it: {"to":"review"} and more members.
inline Heard move(const User& staff, const User& customer, const std::string& to,
                  const std::string& more = {}) {
    return staff.with_factor("POST", staff_path(customer, "/onboarding"),
                             R"({"to":")" + to + '"' + more + "}");
}

inline std::string state_of(const User& customer) {
    return customer.ask("GET", "/v1/kyc/application").text("/application/state");
}

inline void submit(const User& customer) {
    const Heard heard = customer.ask("PUT", "/v1/kyc/application", person_file);
    ASSERT_EQ(heard.status, 200u) << heard.body;
}

// From a draft to an approval on level 2, by one member of staff.
inline void approve(const User& staff, const User& customer) {
    submit(customer);
    for (const char* to : {"screening", "review"}) {
        ASSERT_EQ(move(staff, customer, to).status, 200u);
    }
    const Heard heard = move(staff, customer, "approved", R"(,"level":2)");
    ASSERT_EQ(heard.status, 200u) << heard.body;
}

inline void post_policy(House& house, const std::string& type, const std::string& more = {}) {
    const Heard heard =
        house.operate("POST", "/v1/operator/policies",
                      R"({"type":")" + type + R"(","body":"# )" + type + '"' + more + "}");
    ASSERT_EQ(heard.status, 200u) << heard.body;
}

inline void post_all_policies(House& house) {
    for (const char* type : {"terms", "privacy", "api_policy"}) post_policy(house, type);
}

inline void accept(const User& customer, const std::string& type, int version) {
    const Heard heard =
        customer.ask("POST", "/v1/policies/" + type + "/" + std::to_string(version) + "/accept");
    ASSERT_EQ(heard.status, 200u) << heard.body;
}

inline void accept_all(const User& customer) {
    for (const char* type : {"terms", "privacy", "api_policy"}) accept(customer, type, 1);
}

inline void need_two_persons(House& house) {
    core::HouseRules rules = house.live().read()->state.rules;
    rules.two_persons = true;
    ASSERT_FALSE(
        house.command(core::SetHouseRules{rules}, {.surface = core::Surface::cli}).rejection);
}

inline support::OwnKey key_of(House& house, const User& customer) {
    return house.create_key({customer.customer, customer.account, {}}, "hmac-sha256",
                            R"(,"scopes":["all"])");
}

}  // namespace applications
