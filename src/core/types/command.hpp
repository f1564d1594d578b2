// What may be asked of the core. A command is a wish with an envelope that says whose it is.
// Type numbers are in journals: never reused. Fields are only ever appended.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/indirect.hpp"
#include "base/text.hpp"
#include "core/types/access.hpp"
#include "core/types/market.hpp"
#include "core/types/onboarding.hpp"
#include "core/types/order.hpp"
#include "core/types/person.hpp"

namespace core {

enum class Surface : std::uint8_t { api = 1, web = 2, bot = 3, system = 4, cli = 5 };
BOOST_DESCRIBE_ENUM(Surface, api, web, bot, system, cli)

// Who asks, from where, and how the wish is told from its repetition.
struct Envelope {
    CustomerId customer{};
    AccountId account{};
    KeyId key{};
    Surface surface{};
    Fingerprint ip{};                // keyed hash: the address itself stays out of the journal
    Fingerprint idempotency{};       // of the Idempotency-Key; none when zero
    Fingerprint request{};           // of the whole request
    Fingerprint nonce{};             // single use per key until `deadline`; none when zero
    Timestamp deadline{never};       // from then on the command can never execute
    std::optional<Person> person{};  // behind a session; none behind a key, the operator, the house

    friend bool operator==(const Envelope&, const Envelope&) = default;
};
BOOST_DESCRIBE_STRUCT(Envelope, (),
                      (customer, account, key, surface, ip, idempotency, request, nonce, deadline,
                       person))

// The first command of every journal.
struct OpenHouse {
    static constexpr std::uint16_t type_number = 1;
    Environment environment{};
    std::uint64_t hash_key_first{};  // random: keys the tables that strangers fill
    std::uint64_t hash_key_second{};
};
BOOST_DESCRIBE_STRUCT(OpenHouse, (), (environment, hash_key_first, hash_key_second))

struct DefineAsset {
    static constexpr std::uint16_t type_number = 2;
    Asset asset{};  // its id is given by the core
};
BOOST_DESCRIBE_STRUCT(DefineAsset, (), (asset))

struct DefineMarket {
    static constexpr std::uint16_t type_number = 3;
    base::Indirect<Market> market{};  // its id, symbol and tick_lot are given by the core
};
BOOST_DESCRIBE_STRUCT(DefineMarket, (), (market))

struct SetMarketMode {
    static constexpr std::uint16_t type_number = 4;
    MarketId market{};
    MarketMode mode{};
    Timestamp reopens_at{never};  // when it opens by itself
};
BOOST_DESCRIBE_STRUCT(SetMarketMode, (), (market, mode, reopens_at))

// Opens one account with it.
struct RegisterCustomer {
    static constexpr std::uint16_t type_number = 5;
    VaultRef subject{};
};
BOOST_DESCRIBE_STRUCT(RegisterCustomer, (), (subject))

// The operator's word: verified counts as approved on level 2. Staff decide by DecideOnboarding.
struct SetCustomerStatus {
    static constexpr std::uint16_t type_number = 6;
    CustomerId customer{};
    bool verified{};
    bool suspended{};
    ReasonCode reason{};  // of a suspension
};
BOOST_DESCRIBE_STRUCT(SetCustomerStatus, (), (customer, verified, suspended, reason))

// By the owner's person it needs a factor, API access and the policies' acceptance; by the operator
// it needs none of them.
struct CreateKey {
    static constexpr std::uint16_t type_number = 7;
    AccountId account{};
    KeyName public_name{};
    Credential credential{};
    base::Indirect<KeyRules> rules{};
    bool active{};
    bool any_ip_confirmed{};  // no IP list: the owner said that this is meant
};
BOOST_DESCRIBE_STRUCT(CreateKey, (),
                      (account, public_name, credential, rules, active, any_ip_confirmed))

// Narrowing is free; by the owner's person, widening needs a factor.
struct EditKey {
    static constexpr std::uint16_t type_number = 8;
    KeyId key{};
    base::Indirect<KeyRules> rules{};
    bool any_ip_confirmed{};
};
BOOST_DESCRIBE_STRUCT(EditKey, (), (key, rules, any_ip_confirmed))

// By the owner's person: active, inactive, frozen_user and revoked, where active and revoked need a
// factor. By a key: frozen_user, of itself, with the scope key:freeze.
struct SetKeyStatus {
    static constexpr std::uint16_t type_number = 9;
    KeyId key{};
    KeyStatus status{};
};
BOOST_DESCRIBE_STRUCT(SetKeyStatus, (), (key, status))

// Test money from outside. Rejected where the environment is live.
struct FundAccount {
    static constexpr std::uint16_t type_number = 10;
    AccountId account{};
    AssetId asset{};
    Amount amount{};
};
BOOST_DESCRIBE_STRUCT(FundAccount, (), (account, asset, amount))

// For the envelope's account.
struct PlaceOrder {
    static constexpr std::uint16_t type_number = 11;
    MarketId market{};
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    Price limit{};          // not for market orders
    Quantity quantity{};    // zero for a market order by quote amount
    Amount quote_amount{};  // market orders only: spend or earn at most this
    ClientOrderId client_order_id{};
    base::Boxed<OrderTerms> terms{};  // as asked for; what the core gives is empty
};
BOOST_DESCRIBE_STRUCT(PlaceOrder, (),
                      (market, side, type, time_in_force, self_trade_prevention, limit, quantity,
                       quote_amount, client_order_id, terms))

enum class CancelOnly : std::uint8_t { any = 0, unfilled = 1, partially_filled = 2 };
BOOST_DESCRIBE_ENUM(CancelOnly, any, unfilled, partially_filled)

// By id, or by the client's id where the id is zero.
struct CancelOrder {
    static constexpr std::uint16_t type_number = 12;
    MarketId market{};  // zero: whichever it is in
    OrderId order{};
    ClientOrderId client_order_id{};
    CancelOnly only{};
    ClientOrderId cancel_id{};  // what the owner calls this cancelling; empty: nothing
};
BOOST_DESCRIBE_STRUCT(CancelOrder, (), (market, order, client_order_id, only, cancel_id))

// The account's open orders that all of this is true of.
struct CancelAll {
    static constexpr std::uint16_t type_number = 13;
    MarketId market{};        // zero: in all markets
    OrderTag tag{};           // empty: with any tag or none
    KeyId key{};              // zero: placed by any key
    std::uint64_t session{};  // zero: bound to any connection or none
    bool disconnected{};      // asked for by the house, because a connection was lost
};
BOOST_DESCRIBE_STRUCT(CancelAll, (), (market, tag, key, session, disconnected))

// Time has come: timers up to the stamp fire, a bounded number of them.
struct Tick {
    static constexpr std::uint16_t type_number = 14;
    std::uint8_t none{};
};
BOOST_DESCRIBE_STRUCT(Tick, (), (none))

// Goes on with an order whose matching did not fit into one command.
struct ContinueOrder {
    static constexpr std::uint16_t type_number = 15;
    OrderId order{};
};
BOOST_DESCRIBE_STRUCT(ContinueOrder, (), (order))

// The first command after a start: what recovery found.
struct Recover {
    static constexpr std::uint16_t type_number = 16;
    bool clean{};                     // the last stop said goodbye
    std::uint64_t discarded_bytes{};  // of a torn tail that nobody had been told of
    Duration cancel_only{};           // markets rest that long after an unclean stop
};
BOOST_DESCRIBE_STRUCT(Recover, (), (clean, discarded_bytes, cancel_only))

// --- people who sign in

// A new customer signs himself up: a user, a customer and an account.
struct RegisterUser {
    static constexpr std::uint16_t type_number = 17;
    Fingerprint login{};
    VaultRef subject{};
    VaultRef password{};
    CustomerKind kind{};
};
BOOST_DESCRIBE_STRUCT(RegisterUser, (), (login, subject, password, kind))

// By an admin or the operator.
struct AddStaff {
    static constexpr std::uint16_t type_number = 18;
    Fingerprint login{};
    VaultRef subject{};
    VaultRef password{};
    Roles roles{};
};
BOOST_DESCRIBE_STRUCT(AddStaff, (), (login, subject, password, roles))

struct ChangeStaff {
    static constexpr std::uint16_t type_number = 19;
    UserId user{};
    Roles roles{};
    UserStatus status{};
};
BOOST_DESCRIBE_STRUCT(ChangeStaff, (), (user, roles, status))

// Of the envelope's person; with a factor where one is enrolled. Ends all other sessions.
struct ChangePassword {
    static constexpr std::uint16_t type_number = 20;
    VaultRef password{};
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (password))

// Of the envelope's person; with a factor where one is enrolled. New recovery codes replace the
// old.
struct AddFactor {
    static constexpr std::uint16_t type_number = 21;
    FactorKind kind{};
    base::Text<64> name{};
    VaultRef secret{};
    Fingerprint credential{};
    std::uint64_t counter{};
    std::vector<Fingerprint> codes{};
};
BOOST_DESCRIBE_STRUCT(AddFactor, (), (kind, name, secret, credential, counter, codes))

// The first code of a new TOTP factor, compared outside.
struct ConfirmFactor {
    static constexpr std::uint16_t type_number = 22;
    FactorId factor{};
    bool matched{};
    std::uint64_t counter{};
};
BOOST_DESCRIBE_STRUCT(ConfirmFactor, (), (factor, matched, counter))

// With a factor, unless the removed one is pending. Ends all other sessions.
struct RemoveFactor {
    static constexpr std::uint16_t type_number = 23;
    FactorId factor{};
};
BOOST_DESCRIBE_STRUCT(RemoveFactor, (), (factor))

// The envelope's person proved a password; a factor too, where one is enrolled.
struct OpenSession {
    static constexpr std::uint16_t type_number = 24;
    Fingerprint token{};
};
BOOST_DESCRIBE_STRUCT(OpenSession, (), (token))

struct EndSession {
    static constexpr std::uint16_t type_number = 25;
    SessionId session{};
    bool all_others{};  // of the same person, and not this one; by staff: all of that customer
};
BOOST_DESCRIBE_STRUCT(EndSession, (), (session, all_others))

// The envelope's session was used. At most once a minute.
struct TouchSession {
    static constexpr std::uint16_t type_number = 26;
    std::uint8_t none{};
};
BOOST_DESCRIBE_STRUCT(TouchSession, (), (none))

// --- onboarding

// The envelope's customer hands in his file: again, after needs_information or rejected_retry.
struct SubmitOnboarding {
    static constexpr std::uint16_t type_number = 27;
    CustomerKind kind{};
    CountryCode country{};
    VaultRef file{};
};
BOOST_DESCRIBE_STRUCT(SubmitOnboarding, (), (kind, country, file))

// Staff, a provider or the operator moves an application.
struct DecideOnboarding {
    static constexpr std::uint16_t type_number = 28;
    CustomerId customer{};
    Onboarding to{};       // on_hold's end is told by `to` equal to where it came from
    std::uint8_t level{};  // of approved
    RiskLevel risk{RiskLevel::low};
    ReasonCode reason{};
    VaultRef comment{};            // for the customer's eyes
    Fingerprint provider_event{};  // single use; none when a person decided
};
BOOST_DESCRIBE_STRUCT(DecideOnboarding, (),
                      (customer, to, level, risk, reason, comment, provider_event))

struct AttachDocument {
    static constexpr std::uint16_t type_number = 29;
    base::Text<32> kind{};
    VaultRef content{};
    Fingerprint hash{};
    std::uint64_t size{};
};
BOOST_DESCRIBE_STRUCT(AttachDocument, (), (kind, content, hash, size))

struct SetLock {
    static constexpr std::uint16_t type_number = 30;
    CustomerId customer{};
    LockScope scope{};
    KeyId key{};
    ReasonCode reason{};
    bool disclosed{};
    Timestamp ends_at{never};
};
BOOST_DESCRIBE_STRUCT(SetLock, (), (customer, scope, key, reason, disclosed, ends_at))

struct LiftLock {
    static constexpr std::uint16_t type_number = 31;
    LockId lock{};
    ReasonCode reason{};
};
BOOST_DESCRIBE_STRUCT(LiftLock, (), (lock, reason))

// --- API access and policies

struct RequestApiAccess {
    static constexpr std::uint16_t type_number = 32;
    VaultRef answers{};  // what the customer means to do with it
};
BOOST_DESCRIBE_STRUCT(RequestApiAccess, (), (answers))

// approved, declined, suspended, approved again, revoked.
struct DecideApiAccess {
    static constexpr std::uint16_t type_number = 33;
    CustomerId customer{};
    ApiAccess to{};
    ReasonCode reason{};
};
BOOST_DESCRIBE_STRUCT(DecideApiAccess, (), (customer, to, reason))

struct PostPolicy {
    static constexpr std::uint16_t type_number = 34;
    PolicyType type{};
    base::Text<16> locale{};
    VaultRef body{};
    std::vector<std::uint8_t> sha256{};
    Timestamp effective_at{};  // the past: on posting
    bool material{};
    bool requires_explicit{};
};
BOOST_DESCRIBE_STRUCT(PostPolicy, (),
                      (type, locale, body, sha256, effective_at, material, requires_explicit))

// The envelope's customer accepts these versions, or goes on using the API under them: then the
// list is empty and means all that are in effect. Nothing happens for what is accepted already.
struct AcceptPolicies {
    static constexpr std::uint16_t type_number = 35;
    std::vector<PolicyId> policies{};
    AcceptanceKind kind{};
};
BOOST_DESCRIBE_STRUCT(AcceptPolicies, (), (policies, kind))

struct SetHouseRules {
    static constexpr std::uint16_t type_number = 36;
    HouseRules rules{};
};
BOOST_DESCRIBE_STRUCT(SetHouseRules, (), (rules))

// --- four eyes

// What needs a second person where the house rules say so. The first one's command becomes a
// proposal; a second one's approval does it.
using ProposedAct = std::variant<AddStaff, ChangeStaff, DecideOnboarding, LiftLock, DecideApiAccess,
                                 PostPolicy, SetCustomerStatus>;

struct DecideProposal {
    static constexpr std::uint16_t type_number = 37;
    ProposalId proposal{};
    bool approve{};
};
BOOST_DESCRIBE_STRUCT(DecideProposal, (), (proposal, approve))

// --- keys

// Both credentials work until `takes_over_at`; then only the new one. With a factor.
struct RotateKey {
    static constexpr std::uint16_t type_number = 38;
    KeyId key{};
    Credential credential{};
    Timestamp takes_over_at{};
};
BOOST_DESCRIBE_STRUCT(RotateKey, (), (key, credential, takes_over_at))

// The key is in wrong hands: frozen at once, withdrawals locked, an incident opened.
struct ReportKey {
    static constexpr std::uint16_t type_number = 39;
    KeyId key{};
};
BOOST_DESCRIBE_STRUCT(ReportKey, (), (key))

// The envelope's key was used. At most once a minute, or when its address changed.
struct TouchKey {
    static constexpr std::uint16_t type_number = 40;
    base::Text<40> operation{};
    bool ok{};
};
BOOST_DESCRIBE_STRUCT(TouchKey, (), (operation, ok))

// After a changed password or factor, with a factor: the key is still the owner's.
struct ConfirmKey {
    static constexpr std::uint16_t type_number = 41;
    KeyId key{};
};
BOOST_DESCRIBE_STRUCT(ConfirmKey, (), (key))

struct CloseIncident {
    static constexpr std::uint16_t type_number = 42;
    IncidentId incident{};
    ReasonCode reason{};
};
BOOST_DESCRIBE_STRUCT(CloseIncident, (), (incident, reason))

// --- more about orders

// For the envelope's account. Legs as OrderList has them; all in `market`, without sessions.
struct PlaceOrderList {
    static constexpr std::uint16_t type_number = 43;
    MarketId market{};
    ListKind kind{};
    ClientOrderId client_list_id{};
    std::vector<PlaceOrder> orders{};
};
BOOST_DESCRIBE_STRUCT(PlaceOrderList, (), (market, kind, client_list_id, orders))

// By id, or by the client's id where the id is zero. All its legs.
struct CancelOrderList {
    static constexpr std::uint16_t type_number = 44;
    MarketId market{};  // zero: whichever it is in
    OrderListId list{};
    ClientOrderId client_list_id{};
};
BOOST_DESCRIBE_STRUCT(CancelOrderList, (), (market, list, client_list_id))

// Both at once. What is wrong with the new order in itself is found before anything is cancelled;
// then each half may still fail: see CancelRefused and PlaceRefused.
struct CancelReplace {
    static constexpr std::uint16_t type_number = 45;
    CancelOrder cancel{};
    PlaceOrder place{};
    bool stop_on_failure{};  // when the old one cannot be cancelled the new one is not placed
};
BOOST_DESCRIBE_STRUCT(CancelReplace, (), (cancel, place, stop_on_failure))

// Makes an order smaller; it keeps its place in the line.
struct AmendOrder {
    static constexpr std::uint16_t type_number = 46;
    MarketId market{};
    OrderId order{};
    ClientOrderId client_order_id{};
    Quantity quantity{};                  // the new whole: more than is filled, less than it was
    ClientOrderId new_client_order_id{};  // empty: as it was
};
BOOST_DESCRIBE_STRUCT(AmendOrder, (),
                      (market, order, client_order_id, quantity, new_client_order_id))

// Unless it is set again within `timeout`, all orders of the envelope's key (of the account, when
// a person asks) are cancelled: those of the market and with the tag, where these are given. Zero
// takes the timer back.
struct SetDeadMan {
    static constexpr std::uint16_t type_number = 47;
    MarketId market{};
    OrderTag tag{};
    Duration timeout{};
};
BOOST_DESCRIBE_STRUCT(SetDeadMan, (), (market, tag, timeout))

// A parked order's turn: it was triggered, or the working order of its list is filled.
struct ActivateOrder {
    static constexpr std::uint16_t type_number = 48;
    OrderId order{};
};
BOOST_DESCRIBE_STRUCT(ActivateOrder, (), (order))

// Goes on with a call auction that ends.
struct Uncross {
    static constexpr std::uint16_t type_number = 49;
    MarketId market{};
};
BOOST_DESCRIBE_STRUCT(Uncross, (), (market))

struct SetFeeTiers {
    static constexpr std::uint16_t type_number = 50;
    FeeTiers tiers{};
};
BOOST_DESCRIBE_STRUCT(SetFeeTiers, (), (tiers))

using Command =
    std::variant<OpenHouse, DefineAsset, DefineMarket, SetMarketMode, RegisterCustomer,
                 SetCustomerStatus, CreateKey, EditKey, SetKeyStatus, FundAccount, PlaceOrder,
                 CancelOrder, CancelAll, Tick, ContinueOrder, Recover, RegisterUser, AddStaff,
                 ChangeStaff, ChangePassword, AddFactor, ConfirmFactor, RemoveFactor, OpenSession,
                 EndSession, TouchSession, SubmitOnboarding, DecideOnboarding, AttachDocument,
                 SetLock, LiftLock, RequestApiAccess, DecideApiAccess, PostPolicy, AcceptPolicies,
                 SetHouseRules, DecideProposal, RotateKey, ReportKey, TouchKey, ConfirmKey,
                 CloseIncident, PlaceOrderList, CancelOrderList, CancelReplace, AmendOrder,
                 SetDeadMan, ActivateOrder, Uncross, SetFeeTiers>;

}  // namespace core
