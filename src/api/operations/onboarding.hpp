// Handlers of what customers do to be let in: their file and documents, API access, policies; and
// the messages of those who check them for us.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {

// onboarding.cpp
Answer<Told> show_application(const Call& call);
void submit_application(const Call& call, Tell then);
void add_document(const Call& call, Tell then);
Answer<Told> list_own_documents(const Call& call);
// api_access.cpp
void request_api_access(const Call& call, Tell then);
Answer<Told> show_api_access(const Call& call);
// policies.cpp
Answer<Told> list_policies(const Call& call);
Answer<Told> show_policy(const Call& call);
void accept_policy(const Call& call, Tell then);
// provider_messages.cpp
void hear_sumsub(const Call& call, Tell then);

}  // namespace api::handlers

namespace api {

void tell(Json& json, const core::Document& document);
void tell_policy(Json& json, const views::Present& present, const core::Policy& policy,
                 core::Timestamp now);

// "application/pdf", "image/png" or "image/jpeg" by the first bytes; nothing for anything else.
std::string_view media_type_of(base::BytesView bytes);

}  // namespace api
