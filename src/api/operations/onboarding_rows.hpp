// The rows of what customers do to be let in. Only table.cpp needs them.
#pragma once

#include "api/operations/onboarding.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"

namespace api::rows {

// A request's body is at most 1 MiB (gateways/http), and base64 makes four of three.
inline constexpr std::size_t document_base64_max = 1'024'000;
inline constexpr std::size_t policy_bytes_max = 64 * 1024;

inline constexpr std::string_view funds_choices =
    "salary|business|investments|savings|inheritance|property|crypto|other";

inline constexpr Field application_fields[] = {
    {"kind", FieldPlace::body, FieldType::choice, true, "person|business"},
    {"first_name", FieldPlace::body, FieldType::text, false, {}, "of a person", "Ada"},
    {"last_name", FieldPlace::body, FieldType::text, false, {}, "of a person", "Lovelace"},
    {"other_names", FieldPlace::body, FieldType::texts, false, {}, "born as, also known as"},
    {"native_name", FieldPlace::body, FieldType::text, false, {}, "in its own script"},
    {"birth_date",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "of a person: YYYY-MM-DD",
     "1990-12-10"},
    {"birth_place", FieldPlace::body, FieldType::text, false, {}, "town and country"},
    {"nationalities",
     FieldPlace::body,
     FieldType::texts,
     false,
     {},
     "ISO 3166-1 alpha-2",
     R"(["GB"])"},
    {"residence",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "of a person: ISO 3166-1 alpha-2",
     "GB"},
    {"document_type", FieldPlace::body, FieldType::choice, false,
     "passport|id_card|driving_licence|residence_permit", "of a person"},
    {"document_number",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "as it is printed",
     "C01X00T47"},
    {"document_country", FieldPlace::body, FieldType::text, false, {}, "ISO 3166-1 alpha-2", "GB"},
    {"document_expires", FieldPlace::body, FieldType::text, false, {}, "YYYY-MM-DD", "2031-05-01"},
    {"legal_name", FieldPlace::body, FieldType::text, false, {}, "of a business"},
    {"trade_names", FieldPlace::body, FieldType::texts, false, {}, "of a business"},
    {"registration_number", FieldPlace::body, FieldType::text, false, {}, "of a business"},
    {"registration_authority",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "of a business: its code in the GLEIF list",
     "RA000585"},
    {"lei",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "ISO 17442, with right check digits",
     "5493001KJTIIGC8Y1R12"},
    {"country",
     FieldPlace::body,
     FieldType::text,
     false,
     {},
     "of a business: where it is registered, ISO 3166-1 alpha-2",
     "GB"},
    {"industry_code", FieldPlace::body, FieldType::text, false, {}, "of a business: NACE or SIC"},
    {"parties",
     FieldPlace::body,
     FieldType::texts,
     false,
     {},
     "of a business: owners and officers, each kind;name;country;share_percent;controls, where "
     "controls are shareholder, director, ubo, signatory, joined by +; a person with 25 % or more "
     "is a ubo",
     R"(["person;Ada Lovelace;GB;60;ubo+director"])"},
    {"address", FieldPlace::body, FieldType::text, true, {}, "street and number"},
    {"city", FieldPlace::body, FieldType::text, true},
    {"region", FieldPlace::body, FieldType::text, false},
    {"postal_code", FieldPlace::body, FieldType::text, false},
    {"source_of_funds", FieldPlace::body, FieldType::choice, false, funds_choices, "of a person"},
    {"occupation", FieldPlace::body, FieldType::text, false, {}, "of a person"},
    {"expected_monthly_volume",
     FieldPlace::body,
     FieldType::integer,
     false,
     {},
     "in whole euros; of a person"},
};
inline constexpr Field document_fields[] = {
    {"kind",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "snake_case, at most 32 bytes",
     "passport"},
    {"content",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "PDF, PNG or JPEG in base64; at most 768,000 bytes before that",
     "JVBERi0xLjcK",
     document_base64_max},
};
inline constexpr Field api_access_fields[] = {
    {"purpose", FieldPlace::body, FieldType::text, true, {}, "what the API is to be used for"},
    {"expected_orders_per_day", FieldPlace::body, FieldType::integer, false},
    {"expected_monthly_volume", FieldPlace::body, FieldType::integer, false, {}, "in whole euros"},
    {"third_parties",
     FieldPlace::body,
     FieldType::texts,
     false,
     {},
     "who else gets to use the keys, if anybody"},
};
inline constexpr std::string_view policy_choices = "terms|privacy|api_policy";
inline constexpr Field policy_fields[] = {
    {"type", FieldPlace::path, FieldType::choice, true, policy_choices},
    {"version", FieldPlace::path, FieldType::integer, true, {}, "1, 2, 3 ... of its type", "1"},
};

constexpr Operation sumsub_row() {
    Operation row = by_stranger("sumsub.webhook", "/v1/providers/sumsub", {}, handlers::hear_sumsub,
                                "What Sumsub has found about an applicant, signed with "
                                "X-Payload-Digest.",
                                "moves: integer", 1);
    row.raw_body = true;
    return refusing(row, "unauthorized malformed_json timestamp_skew not_found state_conflict");
}

inline constexpr Operation onboarding_rows[] = {
    by_customer("kyc.show", Method::get, "/v1/kyc/application", Kind::read, no_fields,
                handlers::at_once<handlers::show_application>,
                "The customer's own application, and what is asked of him.",
                "application: Application, file: object?, restrictions: [Restriction]"),
    refusing(by_customer("kyc.submit", Method::put, "/v1/kyc/application", Kind::write,
                         application_fields, handlers::submit_application,
                         "Hands in the application: at first, or again after more was asked for.",
                         "application: Application"),
             "state_conflict"),
    refusing(by_customer("kyc.add_document", Method::post, "/v1/kyc/documents", Kind::write,
                         document_fields, handlers::add_document,
                         "Adds a document to the application.", "201 document: Document"),
             "state_conflict too_many"),
    by_customer("kyc.documents", Method::get, "/v1/kyc/documents", Kind::read, no_fields,
                handlers::at_once<handlers::list_own_documents>,
                "The documents that were handed in, oldest first.", "documents: [Document]"),
    refusing(by_customer("api_access.request", Method::post, "/v1/api-access", Kind::write,
                         api_access_fields, handlers::request_api_access, "Applies for API access.",
                         "api_access: ApiAccess"),
             "state_conflict customer_not_verified customer_suspended factor_not_enrolled "
             "policy_acceptance_required"),
    by_customer("api_access.show", Method::get, "/v1/api-access", Kind::read, no_fields,
                handlers::at_once<handlers::show_api_access>,
                "How the application for API access stands, and why.", "api_access: ApiAccess"),
    open_to_all("policies.list", "/v1/policies", no_fields,
                handlers::at_once<handlers::list_policies>,
                "Every version of what customers accept, oldest first.", "policies: [Policy]"),
    refusing(open_to_all("policies.show", "/v1/policies/{type}/{version}", policy_fields,
                         handlers::at_once<handlers::show_policy>, "One version, with its text.",
                         "policy: Policy, body: text"),
             "not_found"),
    by_customer("policies.accept", Method::post, "/v1/policies/{type}/{version}/accept",
                Kind::write, policy_fields, handlers::accept_policy,
                "Accepts a version, and with it those before.", "policy: Policy"),
    sumsub_row(),
};

}  // namespace api::rows
