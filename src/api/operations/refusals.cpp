#include "api/operations/refusals.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace api {
namespace {

using core::Reject;
using enum RefusalClass;
using enum Retry;

constexpr std::string_view no_key_words = "Invalid API-key, IP, or permissions for action.";
constexpr BinanceWords no_key{401, -2015, no_key_words};

constexpr BinanceWords no_key_because(std::string_view why) {
    return {401, -2015, no_key_words, why};
}
constexpr BinanceWords withdrawal(int code, std::string_view text, std::string_view why) {
    return {400, code, text, why};
}

constexpr std::string_view no_withdrawals =
    "withdrawals are not served yet; their own words come with them";

constexpr BinanceWords by_person{400, -1130, "Data sent for parameter '<field>' is not valid.",
                                 "only people who signed in meet it"};

constexpr auto rows = std::to_array<RefusalRow>({
    {Reject::key_malformed,
     refused,
     401,
     after_fix,
     "",
     "The key's public name does not have the shape of one, or its checksum is wrong.",
     "Copy the key again, whole: pk_live_ or pk_test_ and 28 more characters.",
     {401, -2014, "API-key format invalid."}},
    {Reject::key_unknown, refused, 401, after_fix, "", "No key of that name exists here.",
     "Check which server the key was made for, or create a new one.", no_key},
    {Reject::key_inactive, refused, 403, after_fix, "", "The key is not active.",
     "Activate it where keys are managed.", no_key},
    {Reject::key_not_yet_valid, refused, 403, later, "", "The key's first day has not come yet.",
     "Wait for it, or let its owner change not_before.", no_key},
    {Reject::key_expired, refused, 403, after_fix, "", "The key has expired.",
     "Create a new key, or let its owner extend this one.", no_key},
    {Reject::key_frozen_idle, refused, 403, after_fix, "",
     "The key was frozen because it had not been used for long.",
     "Its owner can unfreeze it with a second factor.", no_key},
    {Reject::key_frozen_risk, refused, 403, after_fix, "", "The key was frozen by the operator.",
     "Ask the operator's support.", no_key},
    {Reject::key_frozen_user, refused, 403, after_fix, "", "The key was frozen by its owner.",
     "Its owner can unfreeze it with a second factor.", no_key},
    {Reject::key_revoked, refused, 403, never, "", "The key was revoked for good.",
     "Create a new key.", no_key},
    {Reject::wrong_environment, refused, 401, after_fix, "use_host",
     "The key belongs to the other environment: live and test keys never cross.",
     "Send the request to the host that the key was made for.", no_key},
    {Reject::signature_invalid,
     refused,
     401,
     after_fix,
     "canonical_sha256",
     "The signature does not belong to this request and key.",
     "Compare the SHA-256 of the text that you signed with canonical_sha256.",
     {400, -1022, "Signature for this request is not valid."}},
    {Reject::signature_missing_component,
     refused,
     401,
     after_fix,
     "field",
     "The request is signed incompletely: a header is missing or the signature does not cover it.",
     "Send all four Postern headers, or cover every component that the specification names.",
     {400, -1102, "Mandatory parameter '<field>' was not sent, was empty/null, or malformed."}},
    {Reject::digest_mismatch,
     refused,
     401,
     after_fix,
     "",
     "The body is not the one that its digest describes.",
     "Make the digest from the bytes that are sent.",
     {400, -1022, "Signature for this request is not valid.",
      "the dialect signs the body itself and has no digest"}},
    {Reject::timestamp_skew,
     refused,
     401,
     after_fix,
     "server_time, skew_ms, allowed_ms",
     "The request's timestamp is too far from the server's clock.",
     "Set your clock, or take the time from GET /v1/time.",
     {400, -1021, "Timestamp for this request is outside of the recvWindow."}},
    {Reject::nonce_reused,
     refused,
     401,
     after_fix,
     "",
     "The key has used this nonce before.",
     "Draw a new nonce for each request; repeat an order safely with its Idempotency-Key.",
     {400, -1021, "Timestamp for this request is outside of the recvWindow.",
      "the dialect has no nonces"}},
    {Reject::ip_not_allowed, refused, 403, after_fix, "client_ip",
     "The key may not be used from this address.",
     "Use it from an allowed address, or let its owner allow this one.", no_key},
    {Reject::customer_not_verified, refused, 403, after_fix, "",
     "The customer behind the key is not verified.", "Finish the verification first.",
     no_key_because("the key works for nobody until its holder is verified")},
    {Reject::api_access_not_approved, refused, 403, after_fix, "",
     "The customer has not been approved for API access.", "Apply for API access.",
     no_key_because("the key may do nothing")},
    {Reject::customer_suspended,
     refused,
     403,
     after_fix,
     "",
     "The customer is suspended.",
     "Ask the operator's support.",
     {400, -2010, "This action is disabled on this account."}},
    {Reject::policy_acceptance_required, refused, 403, after_fix, "policies",
     "Policies were changed and have not been accepted yet.",
     "Let the customer accept the policies that are named.",
     no_key_because("the key may do nothing until then")},
    {Reject::read_only_key, refused, 403, after_fix, "",
     "The key is read-only: it may never change anything, whatever its scopes say.",
     "Use another key.", no_key},
    {Reject::scope_missing, refused, 403, after_fix, "needed", "The key lacks the scope for this.",
     "Let its owner add the scope, or use another key.", no_key},
    {Reject::constraint_market,
     refused,
     403,
     after_fix,
     "field",
     "The key is limited to other markets, or to some where the request means all.",
     "Name a market that the key may use, or use another key.",
     {400, -2010, "This symbol is not permitted for this account."}},
    {Reject::constraint_asset,
     refused,
     403,
     after_fix,
     "field",
     "The key is limited to other assets.",
     "Name assets that the key may use, or use another key.",
     {400, -2010, "This symbol is not permitted for this account.",
      "their list knows limits by symbol only"}},
    {Reject::constraint_network, refused, 403, after_fix, "field",
     "The key is limited to other networks.",
     "Name a network that the key may use, or use another key.",
     withdrawal(-4007, "The network is not permitted for this key.", no_withdrawals)},
    {Reject::constraint_address, refused, 403, after_fix, "field",
     "The key is limited to other addresses.",
     "Name an address that the key may use, or use another key.",
     withdrawal(-4007, "The address is not permitted for this key.", no_withdrawals)},
    {Reject::cap_exceeded, refused, 403, later, "cap, remaining, resets_at",
     "The key's cap would be exceeded.", "Ask for less, or wait until the cap resets.",
     BinanceWords{400, -2010, "The limit of this key is exceeded.", "their keys have no caps"}},
    {Reject::step_up_required, refused, 403, after_fix,
     "challenge_id, methods, request_hash, expires_in", "This needs a second factor.",
     "Answer the challenge and send the same request again with it.",
     withdrawal(-4001, "A second factor is required.", no_withdrawals)},
    {Reject::step_up_invalid, refused, 403, after_fix, "reason", "The second factor was not right.",
     "Try again with a fresh code.",
     withdrawal(-4001, "The second factor is not valid.", no_withdrawals)},
    {Reject::step_up_locked, refused, 403, later, "until",
     "The second factor is locked after too many failures.",
     "Wait, or recover it where factors are managed.",
     withdrawal(-4001, "The second factor is locked.", no_withdrawals)},
    {Reject::unauthorized, refused, 401, after_fix, "canonical_sha256",
     "The request does not prove who sends it.",
     "Sign it with a key of this server; canonical_sha256 is the hash of the text to be signed. "
     "Signing in: check the e-mail address and the password.",
     no_key},
    {Reject::session_required,
     refused,
     401,
     after_fix,
     "",
     "This needs a person's session; a key cannot do it.",
     "Log in and do it there.",
     {401, -1002, "You are not authorized to execute this request."}},
    {Reject::session_expired,
     refused,
     401,
     after_fix,
     "",
     "The session has ended.",
     "Log in again.",
     {401, -1002, "You are not authorized to execute this request."}},
    {Reject::csrf_failed,
     refused,
     403,
     after_fix,
     "",
     "The request does not carry the session's token.",
     "Reload the page and try again.",
     {401, -1002, "You are not authorized to execute this request."}},
    {Reject::role_missing,
     refused,
     403,
     after_fix,
     "",
     "This is for somebody else to do: for staff with another role, for customers, or for the "
     "operator on the server's machine.",
     "Sign in as somebody whose part it is, or run the postern command on the server.",
     {401, -1002, "You are not authorized to execute this request."}},
    {Reject::second_person_required,
     refused,
     403,
     after_fix,
     "",
     "A second person must confirm this.",
     "Let somebody else with the role confirm it.",
     {401, -1002, "You are not authorized to execute this request."}},
    {Reject::key_cancel_only, refused, 403, after_fix, "", "The key may only read and cancel now.",
     "Its owner can make it active again.", no_key},
    {Reject::factor_not_enrolled, refused, 403, after_fix, "",
     "This needs a second factor, and none is set up.",
     "Set one up first: POST /v1/factors/totp, or a passkey.", by_person},

    {Reject::address_not_allowed, rejected, 422, after_fix, "",
     "The address is not in the account's address book.", "Add it there first.",
     withdrawal(-4007, "The address is not in the address book.", no_withdrawals)},
    {Reject::address_cooling_off, rejected, 422, later, "until",
     "The address was added too recently.", "Wait until its cooling-off ends.",
     withdrawal(-4007, "The address is still cooling off.", no_withdrawals)},
    {Reject::address_unproved, rejected, 422, after_fix, "",
     "The ownership of the address was not proved.",
     "Prove it with a signed message or a small deposit.",
     withdrawal(-4007, "The ownership of the address is not proved.", no_withdrawals)},
    {Reject::information_required, rejected, 422, after_fix, "fields",
     "More information is needed.", "Supply the fields that are named.",
     withdrawal(-4104, "The questionnaire format is not valid.", no_withdrawals)},
    {Reject::travel_rule_fields_missing, rejected, 422, after_fix, "fields",
     "Travel-rule information is missing.", "Supply the fields that are named.",
     withdrawal(-4104, "The questionnaire format is not valid.", no_withdrawals)},
    {Reject::screening_blocked, rejected, 422, never, "", "The address may not be paid.",
     "Ask the operator's support.", withdrawal(-4034, "This address is blocked.", no_withdrawals)},
    {Reject::screening_pending, rejected, 422, later, "", "The address is being checked.",
     "Ask again later.", withdrawal(-4007, "The address is being checked.", no_withdrawals)},
    {Reject::rule_blocked, rejected, 422, after_fix, "rule", "A rule forbids this.",
     "See which rule; its owner may change it.",
     withdrawal(-4001, "A rule forbids this operation.", no_withdrawals)},
    {Reject::approval_pending, rejected, 422, later, "id", "This waits for somebody's approval.",
     "Ask again later, with the same id.",
     withdrawal(-4001, "The operation waits for approval.", no_withdrawals)},

    {Reject::idempotency_conflict,
     rejected,
     422,
     after_fix,
     "",
     "This Idempotency-Key was used for another request.",
     "Draw a new key for a new request.",
     {400, -2010, "Duplicate order sent.", "the dialect has no idempotency keys"}},
    {Reject::idempotency_in_flight,
     rejected,
     409,
     same_key,
     "",
     "The first request with this Idempotency-Key is still being worked on.",
     "Send the same request with the same key again in a moment.",
     {400, -2010, "Duplicate order sent.", "the dialect has no idempotency keys"}},
    {Reject::rate_limited,
     refused,
     429,
     later,
     "retry_after",
     "Too many requests.",
     "Wait as many seconds as retry_after says.",
     {429, -1003,
      "Too much request weight used; current limit is <limit> request weight per 1 MINUTE. "
      "Please use WebSocket Streams for live updates to avoid polling the API."}},

    {Reject::market_halted,
     rejected,
     422,
     later,
     "field",
     "The market is halted.",
     "Wait until it opens; GET /v1/markets tells its mode.",
     {400, -2010, "Market is closed."}},
    {Reject::market_cancel_only,
     rejected,
     422,
     later,
     "field",
     "The market takes cancels only right now.",
     "Wait until it opens; GET /v1/markets tells its mode.",
     {400, -2010, "Market is closed."}},
    {Reject::insufficient_funds,
     rejected,
     422,
     after_fix,
     "asset, available, needed",
     "The account does not have as much available as this needs.",
     "Ask for less, cancel open orders, or fund the account.",
     {400, -2010, "Account has insufficient balance for requested action."}},
    {Reject::price_filter,
     rejected,
     422,
     after_fix,
     "field",
     "The price is no multiple of the market's tick, or out of its range.",
     "See tick_size and price_max in GET /v1/markets.",
     {400, -1013, "Filter failure: PRICE_FILTER"}},
    {Reject::lot_filter,
     rejected,
     422,
     after_fix,
     "field",
     "The quantity is no multiple of the market's lot, or out of its range.",
     "See lot_size, quantity_min and quantity_max in GET /v1/markets.",
     {400, -1013, "Filter failure: LOT_SIZE"}},
    {Reject::notional_filter,
     rejected,
     422,
     after_fix,
     "field",
     "Price times quantity is too small or too large for the market.",
     "See notional_min and notional_max in GET /v1/markets.",
     {400, -1013, "Filter failure: NOTIONAL"}},
    {Reject::percent_price_filter,
     rejected,
     422,
     after_fix,
     "field",
     "The price is too far from the market's.",
     "Choose a price nearer to the last trades.",
     {400, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE"}},
    {Reject::order_count_filter,
     rejected,
     422,
     after_fix,
     "",
     "The account has as many open orders in this market as it may.",
     "Cancel some first.",
     {400, -1013, "Filter failure: MAX_NUM_ORDERS"}},
    {Reject::order_unknown,
     rejected,
     404,
     never,
     "",
     "No such order of this account is open, or none ever was.",
     "List the orders with GET /v1/orders.",
     {400, -2011, "Unknown order sent."}},
    {Reject::client_order_id_in_use,
     rejected,
     422,
     after_fix,
     "field",
     "Another open order of this account has this client order id.",
     "Choose another one, or leave it out.",
     {400, -2010, "Duplicate order sent."}},
    {Reject::would_match,
     rejected,
     422,
     after_fix,
     "",
     "A post-only order would have matched at once.",
     "Choose a price further from the other side.",
     {400, -2010, "Order would immediately match and take."}},
    {Reject::would_trigger,
     rejected,
     422,
     after_fix,
     "",
     "The stop would trigger at once.",
     "Choose a stop on the other side of the last price.",
     {400, -2010, "Order would trigger immediately."}},

    {Reject::not_found,
     malformed,
     404,
     never,
     "field",
     "There is nothing of that name here.",
     "See /docs for what there is.",
     {404, -1121, "Invalid symbol.",
      "what a known path cannot find is a symbol; unknown paths answer without a code"}},
    {Reject::method_not_allowed,
     malformed,
     405,
     never,
     "allow",
     "The path exists, but not with this method.",
     "Use one of the methods in the Allow header.",
     {405, -1020, "This operation is not supported."}},
    {Reject::malformed_json,
     malformed,
     400,
     never,
     "reason",
     "The body is not JSON as we read it: one object, no more.",
     "Send one JSON object in UTF-8.",
     {400, -1135, "Invalid JSON Request"}},
    {Reject::malformed_field,
     malformed,
     400,
     never,
     "field, reason",
     "A field does not look as it should.",
     "See the field's description; money is a decimal in a string, like \"1.5\".",
     {400, -1130, "Data sent for parameter '<field>' is not valid."}},
    {Reject::missing_field,
     malformed,
     400,
     never,
     "field",
     "A field is missing.",
     "Send it.",
     {400, -1102, "Mandatory parameter '<field>' was not sent, was empty/null, or malformed."}},
    {Reject::unknown_field,
     malformed,
     400,
     never,
     "field",
     "There is no such field.",
     "Leave it out, or correct its name.",
     {400, -1103, "An unknown parameter was sent."}},
    {Reject::duplicate_field,
     malformed,
     400,
     never,
     "field",
     "A field was sent twice.",
     "Send it once.",
     {400, -1101, "Duplicate values for a parameter detected."}},
    {Reject::headers_too_large,
     malformed,
     431,
     never,
     "",
     "The head of the request is larger than we read.",
     "Send fewer or shorter headers.",
     {431, -1101, "Too many parameters; expected '<limit>' and received more.",
      "their list has no words for it"}},
    {Reject::body_too_large,
     malformed,
     413,
     never,
     "",
     "The body of the request is larger than we read.",
     "Send less.",
     {413, -1101, "Too many parameters; expected '<limit>' and received more.",
      "their list has no words for it"}},
    {Reject::malformed_request,
     malformed,
     400,
     never,
     "",
     "These bytes are no HTTP request, or their headers contradict each other.",
     "Send HTTP/1.1, sign by one scheme only, and leave X-Forwarded-For to proxies.",
     {400, -1130, "Data sent for parameter 'request' is not valid.",
      "their list has no words for it"}},
    {Reject::request_timeout,
     malformed,
     408,
     later,
     "",
     "The request did not arrive in time.",
     "Send it again on a new connection; it was not executed.",
     {408, -1130, "Data sent for parameter 'request' is not valid.",
      "-1007 would say that the outcome is unknown, and it is not"}},

    {Reject::unavailable,
     unavailable,
     503,
     later,
     "not_executed",
     "The server is full, starting or stopping. The request was not executed.",
     "Send it again in a moment.",
     {503, -1008,
      "Server is currently overloaded with other requests. Please try again in a few minutes."}},
    {Reject::outcome_unknown,
     broken,
     504,
     same_key,
     "",
     "The outcome is not known yet.",
     "Send the same request with the same Idempotency-Key to learn it.",
     {504, -1007,
      "Timeout waiting for response from backend server. Send status unknown; execution status "
      "unknown."}},
    {Reject::internal,
     broken,
     500,
     later,
     "",
     "Something is wrong on our side.",
     "Tell the operator the request_id.",
     {500, -1001, "Internal error; unable to process your request. Please try again."}},

    {Reject::already_exists,
     rejected,
     422,
     never,
     "field",
     "It exists already.",
     "Choose another name.",
     {400, -1130, "Data sent for parameter '<field>' is not valid.", "only the operator meets it"}},
    {Reject::market_inexact,
     rejected,
     422,
     after_fix,
     "",
     "A tick times a lot would be no whole number of the quote asset's units.",
     "Choose a coarser tick or lot.",
     {400, -1130, "Data sent for parameter 'tickSize' is not valid.",
      "only the operator meets it"}},
    {Reject::scopes_conflict,
     rejected,
     422,
     after_fix,
     "",
     "These scopes may not stand in one key.",
     "Make two keys: withdraw:create never stands beside address:create or risk:write.",
     {400, -1130, "Data sent for parameter 'scopes' is not valid.", "only the operator meets it"}},
    {Reject::state_conflict, rejected, 409, after_fix, "field",
     "This is not possible from where it stands now.",
     "Look at its present state first; field names what is in the way.", by_person},
    {Reject::any_ip_unconfirmed, rejected, 422, after_fix, "",
     "Without a list of addresses the key works from anywhere, also for a thief.",
     "Name addresses in ip_allow, or confirm with \"any_ip\": true.", by_person},
    {Reject::ip_list_required, rejected, 422, after_fix, "",
     "The operator requires a list of addresses for such a key.", "Name addresses in ip_allow.",
     by_person},
    {Reject::hmac_not_allowed, rejected, 422, after_fix, "",
     "The operator requires a public key for keys that withdraw.",
     "Make an Ed25519 key and hand in its public half.", by_person},
    {Reject::too_many, rejected, 422, after_fix, "field", "There are as many as there may be.",
     "Remove one that is not needed any more.", by_person},
    {Reject::password_refused, rejected, 422, after_fix, "reason",
     "The password is not a good one.",
     "Take twelve characters or more that are no common password; length is what counts.",
     by_person},
});

constexpr std::size_t numbers_end = static_cast<std::size_t>(rows.back().reject) + 1;

consteval bool in_order_and_once() {
    return std::ranges::adjacent_find(rows, std::ranges::greater_equal{}, &RefusalRow::reject) ==
           rows.end();
}
static_assert(in_order_and_once(), "one row per reject, in the order of the numbers");

// Where the row of a number is, plus one.
constexpr auto index = [] {
    std::array<std::uint8_t, numbers_end> places{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        places[static_cast<std::size_t>(rows[i].reject)] = static_cast<std::uint8_t>(i + 1);
    }
    return places;
}();

std::string in_words(const BinanceWords& words) {
    std::string text = std::to_string(words.status) + " `" + std::to_string(words.code) + "` " +
                       std::string{words.text};
    if (!words.why.empty()) text += " (closest: " + std::string{words.why} + ")";
    return text;
}

}  // namespace

std::string_view name_of(RefusalClass kind) {
    switch (kind) {
        case malformed:
            return "malformed";
        case refused:
            return "refused";
        case rejected:
            return "rejected";
        case unavailable:
            return "unavailable";
        case broken:
            return "broken";
    }
    return {};
}

std::string_view name_of(Retry retry) {
    switch (retry) {
        case never:
            return "never";
        case later:
            return "later";
        case after_fix:
            return "after_fix";
        case same_key:
            return "same_key";
    }
    return {};
}

std::span<const RefusalRow> refusals() { return rows; }

const RefusalRow& row_of(core::Reject reject) {
    const auto number = static_cast<std::size_t>(reject);
    CHECK(number < numbers_end && index[number] != 0);
    return rows[index[number] - 1u];
}

std::string docs_of(core::Reject reject) {
    return "/docs/refusals#" + std::string{core::name_of(reject)};
}

std::string refusals_page() {
    std::string page =
        "# Refusals\n\n"
        "Every code that the server can say no with. Written from `src/api/operations/refusals.cpp`"
        " by its test\n(`UPDATE=1`); do not edit it here.\n\n"
        "The class says what happened: *malformed* is no request at all, *refused* was not allowed,"
        " *rejected* was\nunderstood and cannot be, *unavailable* was not executed, *broken* is our"
        " fault. Retry says whether sending it\nagain can help: *never*, *later* (the same again),"
        " *after_fix* (put something right first), *same_key* (ask\nfor the outcome with the same"
        " Idempotency-Key).\n";
    for (const RefusalRow& row : rows) {
        page += "\n## " + std::string{core::name_of(row.reject)} + "\n\n";
        page += std::string{row.detail} + " " + std::string{row.next} + "\n\n";
        page += "- `/v1`: " + std::to_string(row.status) + ", class " +
                std::string{name_of(row.kind)} + ", retry " + std::string{name_of(row.retry)} +
                "\n";
        if (!row.facts.empty()) page += "- facts: " + std::string{row.facts} + "\n";
        page += "- Binance dialect: " + in_words(row.binance) + "\n";
    }
    return page;
}

}  // namespace api
