// What has happened: facts with absolute results. The only thing that changes state.
// Type numbers are in journals: never reused. Fields are only ever appended.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <variant>

#include "core/types/access.hpp"
#include "core/types/command.hpp"
#include "core/types/market.hpp"
#include "core/types/order.hpp"
#include "core/types/posting.hpp"
#include "core/types/rejection.hpp"

namespace core {

struct HouseOpened {
    static constexpr std::uint16_t type_number = 1;
    Environment environment{};
    std::uint64_t hash_key_first{};
    std::uint64_t hash_key_second{};
};
BOOST_DESCRIBE_STRUCT(HouseOpened, (), (environment, hash_key_first, hash_key_second))

struct AssetDefined {
    static constexpr std::uint16_t type_number = 2;
    Asset asset{};
};
BOOST_DESCRIBE_STRUCT(AssetDefined, (), (asset))

struct MarketDefined {
    static constexpr std::uint16_t type_number = 3;
    Market market{};
};
BOOST_DESCRIBE_STRUCT(MarketDefined, (), (market))

struct MarketModeChanged {
    static constexpr std::uint16_t type_number = 4;
    MarketId market{};
    MarketMode mode{};
    Timestamp reopens_at{never};
    ModeReason reason{ModeReason::by_operator};
};
BOOST_DESCRIBE_STRUCT(MarketModeChanged, (), (market, mode, reopens_at, reason))

struct CustomerRegistered {
    static constexpr std::uint16_t type_number = 5;
    Customer customer{};
};
BOOST_DESCRIBE_STRUCT(CustomerRegistered, (), (customer))

struct AccountOpened {
    static constexpr std::uint16_t type_number = 6;
    Account account{};
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (account))

struct CustomerStatusChanged {
    static constexpr std::uint16_t type_number = 7;
    CustomerId customer{};
    bool verified{};
    bool suspended{};
    Onboarding onboarding{};
    std::uint8_t level{};
    ReasonCode reason{};
};
BOOST_DESCRIBE_STRUCT(CustomerStatusChanged, (),
                      (customer, verified, suspended, onboarding, level, reason))

struct KeyCreated {
    static constexpr std::uint16_t type_number = 8;
    base::Indirect<Key> key{};
};
BOOST_DESCRIBE_STRUCT(KeyCreated, (), (key))

struct KeyEdited {
    static constexpr std::uint16_t type_number = 9;
    KeyId key{};
    base::Indirect<KeyRules> rules{};
};
BOOST_DESCRIBE_STRUCT(KeyEdited, (), (key, rules))

struct KeyStatusChanged {
    static constexpr std::uint16_t type_number = 10;
    KeyId key{};
    KeyStatus status{};
    KeyReason reason{};
    UserId by{};  // none: the operator, the key itself or time
};
BOOST_DESCRIBE_STRUCT(KeyStatusChanged, (), (key, status, reason, by))

// The order is the market's taker from now until OrderRested or OrderClosed.
struct OrderAccepted {
    static constexpr std::uint16_t type_number = 11;
    OpenOrder order{};
    Amount quote_amount{};  // what a market order by quote amount asked for
};
BOOST_DESCRIBE_STRUCT(OrderAccepted, (), (order, quote_amount))

// In a call auction both orders rest; the younger one is called the taker.
//
// One match. The buyer pays `quote` and its fee in base, the seller gets `quote` less its fee.
struct Traded {
    static constexpr std::uint16_t type_number = 12;
    MarketId market{};
    TradeId trade{};
    OrderId maker{};
    OrderId taker{};
    AccountId maker_account{};
    AccountId taker_account{};
    Side taker_side{};
    Price price{};
    Quantity quantity{};
    Amount quote{};
    Amount maker_fee{};  // in the asset that the maker receives
    Amount taker_fee{};  // in the asset that the taker receives
};
BOOST_DESCRIBE_STRUCT(Traded, (),
                      (market, trade, maker, taker, maker_account, taker_account, taker_side, price,
                       quantity, quote, maker_fee, taker_fee))

// Self-trade prevention took `quantity` away from an order that is taker or rests.
struct OrderDecremented {
    static constexpr std::uint16_t type_number = 13;
    MarketId market{};
    OrderId order{};
    Quantity quantity{};
};
BOOST_DESCRIBE_STRUCT(OrderDecremented, (), (market, order, quantity))

// What is left of the taker rests in the book, behind all others at its price.
struct OrderRested {
    static constexpr std::uint16_t type_number = 14;
    MarketId market{};
    OrderId order{};
};
BOOST_DESCRIBE_STRUCT(OrderRested, (), (market, order))

struct OrderClosed {
    static constexpr std::uint16_t type_number = 15;
    MarketId market{};
    OrderId order{};
    AccountId account{};
    CloseReason reason{};
};
BOOST_DESCRIBE_STRUCT(OrderClosed, (), (market, order, account, reason))

struct Posted {
    static constexpr std::uint16_t type_number = 16;
    PostingReason reason{};
    Postings postings{};
};
BOOST_DESCRIBE_STRUCT(Posted, (), (reason, postings))

// Idempotency outcomes and nonces whose time ended by then are gone.
struct MemoryForgotten {
    static constexpr std::uint16_t type_number = 17;
    Timestamp until{};
};
BOOST_DESCRIBE_STRUCT(MemoryForgotten, (), (until))

struct Recovered {
    static constexpr std::uint16_t type_number = 18;
    bool clean{};
    std::uint64_t discarded_bytes{};
};
BOOST_DESCRIBE_STRUCT(Recovered, (), (clean, discarded_bytes))

// --- people who sign in

struct UserRegistered {
    static constexpr std::uint16_t type_number = 19;
    User user{};
};
BOOST_DESCRIBE_STRUCT(UserRegistered, (), (user))

struct StaffChanged {
    static constexpr std::uint16_t type_number = 20;
    UserId user{};
    Roles roles{};
    UserStatus status{};
};
BOOST_DESCRIBE_STRUCT(StaffChanged, (), (user, roles, status))

struct PasswordChanged {
    static constexpr std::uint16_t type_number = 21;
    UserId user{};
    VaultRef password{};
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (user, password))

struct FactorAdded {
    static constexpr std::uint16_t type_number = 22;
    Factor factor{};
};
BOOST_DESCRIBE_STRUCT(FactorAdded, (), (factor))

struct FactorConfirmed {
    static constexpr std::uint16_t type_number = 23;
    FactorId factor{};
    std::uint64_t counter{};
};
BOOST_DESCRIBE_STRUCT(FactorConfirmed, (), (factor, counter))

// The factor proved the person. It ends the row of failures.
struct FactorUsed {
    static constexpr std::uint16_t type_number = 24;
    FactorId factor{};
    UserId user{};
    std::uint64_t counter{};
    Fingerprint code{};
    Fingerprint challenge{};
    Timestamp challenge_until{};
};
BOOST_DESCRIBE_STRUCT(FactorUsed, (), (factor, user, counter, code, challenge, challenge_until))

// Stands in the record of a command that was rejected for it.
struct FactorFailed {
    static constexpr std::uint16_t type_number = 25;
    FactorId factor{};
    UserId user{};
    std::uint32_t failures{};
    Timestamp locked_until{};
};
BOOST_DESCRIBE_STRUCT(FactorFailed, (), (factor, user, failures, locked_until))

struct FactorRemoved {
    static constexpr std::uint16_t type_number = 26;
    FactorId factor{};
};
BOOST_DESCRIBE_STRUCT(FactorRemoved, (), (factor))

// A password or an enrolled factor is another one now: money waits a day.
struct SecretsChanged {
    static constexpr std::uint16_t type_number = 27;
    UserId user{};
};
BOOST_DESCRIBE_STRUCT(SecretsChanged, (), (user))

struct SessionOpened {
    static constexpr std::uint16_t type_number = 28;
    Session session{};
};
BOOST_DESCRIBE_STRUCT(SessionOpened, (), (session))

struct SessionTouched {
    static constexpr std::uint16_t type_number = 29;
    SessionId session{};
    Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(SessionTouched, (), (session, at))

struct SessionEnded {
    static constexpr std::uint16_t type_number = 30;
    SessionId session{};
    UserId user{};
    SessionEnd reason{};
};
BOOST_DESCRIBE_STRUCT(SessionEnded, (), (session, user, reason))

// --- onboarding

struct OnboardingMoved {
    static constexpr std::uint16_t type_number = 31;
    CustomerId customer{};
    Onboarding to{};
    Onboarding before_hold{};
    bool verified{};
    CustomerKind kind{};
    std::uint8_t level{};
    RiskLevel risk{};
    CountryCode country{};
    ReasonCode reason{};
    VaultRef file{};
    VaultRef comment{};
    UserId by{};
    Fingerprint provider_event{};
};
BOOST_DESCRIBE_STRUCT(OnboardingMoved, (),
                      (customer, to, before_hold, verified, kind, level, risk, country, reason,
                       file, comment, by, provider_event))

struct DocumentAttached {
    static constexpr std::uint16_t type_number = 32;
    Document document{};
};
BOOST_DESCRIBE_STRUCT(DocumentAttached, (), (document))

struct LockChanged {
    static constexpr std::uint16_t type_number = 33;
    Lock lock{};
    bool lifted{};
    UserId by{};
};
BOOST_DESCRIBE_STRUCT(LockChanged, (), (lock, lifted, by))

// --- API access and policies

struct ApiAccessChanged {
    static constexpr std::uint16_t type_number = 34;
    CustomerId customer{};
    ApiAccess to{};
    ReasonCode reason{};
    UserId by{};
    VaultRef answers{};
};
BOOST_DESCRIBE_STRUCT(ApiAccessChanged, (), (customer, to, reason, by, answers))

struct PolicyPosted {
    static constexpr std::uint16_t type_number = 35;
    Policy policy{};
    UserId by{};
};
BOOST_DESCRIBE_STRUCT(PolicyPosted, (), (policy, by))

// Who, when, from where: the envelope of the same record says it.
struct PolicyAccepted {
    static constexpr std::uint16_t type_number = 36;
    CustomerId customer{};
    PolicyId policy{};
    PolicyType type{};
    AcceptanceKind kind{};
};
BOOST_DESCRIBE_STRUCT(PolicyAccepted, (), (customer, policy, type, kind))

struct HouseRulesSet {
    static constexpr std::uint16_t type_number = 37;
    HouseRules rules{};
};
BOOST_DESCRIBE_STRUCT(HouseRulesSet, (), (rules))

// --- four eyes

// Waits for a second person, at most three days.
struct Proposal {
    ProposalId id{};
    ProposedAct act{};
    UserId proposer{};
    Timestamp made_at{};
    Timestamp ends_at{};
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (id, act, proposer, made_at, ends_at))

enum class ProposalEnd : std::uint8_t { approved = 1, rejected = 2, expired = 3 };
BOOST_DESCRIBE_ENUM(ProposalEnd, approved, rejected, expired)

struct Proposed {
    static constexpr std::uint16_t type_number = 38;
    Proposal proposal{};
};
BOOST_DESCRIBE_STRUCT(Proposed, (), (proposal))

// What an approved proposal does follows in the same record.
struct ProposalEnded {
    static constexpr std::uint16_t type_number = 39;
    ProposalId proposal{};
    ProposalEnd end{};
    UserId by{};
};
BOOST_DESCRIBE_STRUCT(ProposalEnded, (), (proposal, end, by))

// --- keys

struct KeyRotated {
    static constexpr std::uint16_t type_number = 40;
    KeyId key{};
    NextCredential next{};
};
BOOST_DESCRIBE_STRUCT(KeyRotated, (), (key, next))

// The new credential is the only one from now on.
struct KeyTakenOver {
    static constexpr std::uint16_t type_number = 41;
    KeyId key{};
};
BOOST_DESCRIBE_STRUCT(KeyTakenOver, (), (key))

struct KeyUsed {
    static constexpr std::uint16_t type_number = 42;
    KeyId key{};
    KeyUse use{};
    bool new_ip{};  // not the address of the last use
};
BOOST_DESCRIBE_STRUCT(KeyUsed, (), (key, use, new_ip))

// Unless it is used, the key freezes in so many days.
struct KeyIdleNoticed {
    static constexpr std::uint16_t type_number = 43;
    KeyId key{};
    std::uint16_t days{};
    Timestamp freezes_at{};
};
BOOST_DESCRIBE_STRUCT(KeyIdleNoticed, (), (key, days, freezes_at))

struct CapUsed {
    static constexpr std::uint16_t type_number = 44;
    KeyId key{};
    std::uint16_t cap{};  // its place in the key's rules
    CapUse use{};
};
BOOST_DESCRIBE_STRUCT(CapUsed, (), (key, cap, use))

// `by` never: confirmed.
struct KeyConfirmationDue {
    static constexpr std::uint16_t type_number = 45;
    KeyId key{};
    Timestamp by{never};
};
BOOST_DESCRIBE_STRUCT(KeyConfirmationDue, (), (key, by))

struct IncidentOpened {
    static constexpr std::uint16_t type_number = 46;
    Incident incident{};
};
BOOST_DESCRIBE_STRUCT(IncidentOpened, (), (incident))

struct IncidentClosed {
    static constexpr std::uint16_t type_number = 47;
    IncidentId incident{};
    ReasonCode reason{};
    UserId by{};
};
BOOST_DESCRIBE_STRUCT(IncidentClosed, (), (incident, reason, by))

// --- more about orders

// The taker is open but not in the book: it waits for its trigger or for its list.
struct OrderParked {
    static constexpr std::uint16_t type_number = 48;
    MarketId market{};
    OrderId order{};
    Parking why{};
    Price extreme{};  // of a trailing stop that trails already
};
BOOST_DESCRIBE_STRUCT(OrderParked, (), (market, order, why, extreme))

// A parked order is the market's taker from now until it rests, is parked again, or closes.
struct OrderActivated {
    static constexpr std::uint16_t type_number = 49;
    MarketId market{};
    OrderId order{};
    Parking from{};
    Quantity leaves{};  // what it may trade: less than before where its money buys less
};
BOOST_DESCRIBE_STRUCT(OrderActivated, (), (market, order, from, leaves))

// The visible part of an iceberg is filled: the next slice rests behind all others at its price.
struct OrderRefreshed {
    static constexpr std::uint16_t type_number = 50;
    MarketId market{};
    OrderId order{};
    Quantity visible{};
};
BOOST_DESCRIBE_STRUCT(OrderRefreshed, (), (market, order, visible))

// Smaller from now on, in its place.
struct OrderAmended {
    static constexpr std::uint16_t type_number = 51;
    MarketId market{};
    OrderId order{};
    AccountId account{};
    Quantity before{};
    Quantity quantity{};
    Quantity leaves{};
    ClientOrderId client_order_id_before{};
    ClientOrderId client_order_id{};
};
BOOST_DESCRIBE_STRUCT(OrderAmended, (),
                      (market, order, account, before, quantity, leaves, client_order_id_before,
                       client_order_id))

// Its orders follow in the same record. It ends with its last order.
struct OrderListOpened {
    static constexpr std::uint16_t type_number = 52;
    OrderList list{};
};
BOOST_DESCRIBE_STRUCT(OrderListOpened, (), (list))

// A match of two orders of one account that did not happen.
struct TradePrevented {
    static constexpr std::uint16_t type_number = 53;
    MarketId market{};
    PreventionId prevention{};
    OrderId maker{};
    OrderId taker{};
    AccountId account{};
    SelfTradePrevention mode{};
    Price price{};
    Quantity quantity{};         // that would have matched
    Quantity maker_prevented{};  // what it took from either: nothing from who stays as he is
    Quantity taker_prevented{};
};
BOOST_DESCRIBE_STRUCT(TradePrevented, (),
                      (market, prevention, maker, taker, account, mode, price, quantity,
                       maker_prevented, taker_prevented))

// Of a CancelReplace: the old order could not be cancelled, and the new one was tried all the same.
struct CancelRefused {
    static constexpr std::uint16_t type_number = 54;
    Rejection rejection{};
};
BOOST_DESCRIBE_STRUCT(CancelRefused, (), (rejection))

// Of a CancelReplace: the new order could not be placed.
struct PlaceRefused {
    static constexpr std::uint16_t type_number = 55;
    Rejection rejection{};
};
BOOST_DESCRIBE_STRUCT(PlaceRefused, (), (rejection))

// Cancels orders when its time comes, unless it is set anew before.
struct DeadMan {
    DeadManId id{};
    AccountId account{};
    KeyId key{};        // none: of all keys and sessions
    MarketId market{};  // none: in all markets
    OrderTag tag{};     // empty: with any tag or none
    Timestamp deadline{never};

    friend bool operator==(const DeadMan&, const DeadMan&) = default;
};
BOOST_DESCRIBE_STRUCT(DeadMan, (), (id, account, key, market, tag, deadline))

// `deadline` never: there is none any more.
struct DeadManSet {
    static constexpr std::uint16_t type_number = 56;
    DeadMan timer{};
};
BOOST_DESCRIBE_STRUCT(DeadManSet, (), (timer))

// Its orders close in this record and, if they are many, in the next ones.
struct DeadManFired {
    static constexpr std::uint16_t type_number = 57;
    DeadManId timer{};
    AccountId account{};
    bool done{};  // no order is left to cancel
};
BOOST_DESCRIBE_STRUCT(DeadManFired, (), (timer, account, done))

// The call auction ends: everything that can trade at this price does, then the market opens.
struct AuctionPriced {
    static constexpr std::uint16_t type_number = 58;
    MarketId market{};
    Price price{};
    Quantity quantity{};  // that will trade
};
BOOST_DESCRIBE_STRUCT(AuctionPriced, (), (market, price, quantity))

struct FeeTiersSet {
    static constexpr std::uint16_t type_number = 59;
    FeeTiers tiers{};
};
BOOST_DESCRIBE_STRUCT(FeeTiersSet, (), (tiers))

using Event = std::variant<
    HouseOpened, AssetDefined, MarketDefined, MarketModeChanged, CustomerRegistered, AccountOpened,
    CustomerStatusChanged, KeyCreated, KeyEdited, KeyStatusChanged, OrderAccepted, Traded,
    OrderDecremented, OrderRested, OrderClosed, Posted, MemoryForgotten, Recovered, UserRegistered,
    StaffChanged, PasswordChanged, FactorAdded, FactorConfirmed, FactorUsed, FactorFailed,
    FactorRemoved, SecretsChanged, SessionOpened, SessionTouched, SessionEnded, OnboardingMoved,
    DocumentAttached, LockChanged, ApiAccessChanged, PolicyPosted, PolicyAccepted, HouseRulesSet,
    Proposed, ProposalEnded, KeyRotated, KeyTakenOver, KeyUsed, KeyIdleNoticed, CapUsed,
    KeyConfirmationDue, IncidentOpened, IncidentClosed, OrderParked, OrderActivated, OrderRefreshed,
    OrderAmended, OrderListOpened, TradePrevented, CancelRefused, PlaceRefused, DeadManSet,
    DeadManFired, AuctionPriced, FeeTiersSet>;

}  // namespace core
