// Sumsub's webhook messages: JSON, signed over the raw body.
//
//     X-Payload-Digest-Alg: HMAC_SHA256_HEX        or HMAC_SHA512_HEX
//     X-Payload-Digest: 3f1c...                    under the secret that both know
//
//     {"applicantId":"5c9e...","inspectionId":"5c9e...","correlationId":"req-63f9...",
//      "externalUserId":"17","type":"applicantReviewed","reviewStatus":"completed",
//      "reviewResult":{"reviewAnswer":"RED","rejectLabels":["BAD_PROOF_OF_ADDRESS"],
//                      "reviewRejectType":"RETRY","moderationComment":"..."},
//      "createdAtMs":"2026-11-20 10:00:00.000"}
//
// externalUserId is our customer id. Members that we do not know are passed over: they add some.
//
//     applicantPending                       checking
//     applicantReviewed GREEN                approved
//     applicantReviewed RED RETRY            ask_again, with the first label that we may repeat
//     applicantReviewed RED FINAL, OnHold    doubtful; the customer learns "under_review"
//     applicantReset                         to_be_renewed
//     applicantCreated and all others        nothing
#pragma once

#include "api/operations/providers/provider.hpp"
#include "vault/secret.hpp"

namespace api {

class Sumsub final : public Provider {
  public:
    explicit Sumsub(vault::Secret secret) : secret_{std::move(secret)} {}

    Answer<Finding> read(const Request& request, core::Timestamp now) const override;

  private:
    vault::Secret secret_;
};

}  // namespace api
