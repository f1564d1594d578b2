// The numbers that stand in journals. This list only ever grows: a number given once is never
// given to another type, even when its type is gone.
#include <gtest/gtest.h>
#include <set>
#include <tuple>

#include "core/types/record.hpp"

namespace golden {
namespace {

using namespace core;

template <std::uint16_t number, class Type>
struct Given {
    static_assert(Type::type_number == number, "a type number in journals has changed");
    using type = Type;
    static constexpr std::uint16_t value = number;
};

using Commands = std::tuple<
    Given<1, OpenHouse>, Given<2, DefineAsset>, Given<3, DefineMarket>, Given<4, SetMarketMode>,
    Given<5, RegisterCustomer>, Given<6, SetCustomerStatus>, Given<7, CreateKey>, Given<8, EditKey>,
    Given<9, SetKeyStatus>, Given<10, FundAccount>, Given<11, PlaceOrder>, Given<12, CancelOrder>,
    Given<13, CancelAll>, Given<14, Tick>, Given<15, ContinueOrder>, Given<16, Recover>,
    Given<17, RegisterUser>, Given<18, AddStaff>, Given<19, ChangeStaff>, Given<20, ChangePassword>,
    Given<21, AddFactor>, Given<22, ConfirmFactor>, Given<23, RemoveFactor>, Given<24, OpenSession>,
    Given<25, EndSession>, Given<26, TouchSession>, Given<27, SubmitOnboarding>,
    Given<28, DecideOnboarding>, Given<29, AttachDocument>, Given<30, SetLock>, Given<31, LiftLock>,
    Given<32, RequestApiAccess>, Given<33, DecideApiAccess>, Given<34, PostPolicy>,
    Given<35, AcceptPolicies>, Given<36, SetHouseRules>, Given<37, DecideProposal>,
    Given<38, RotateKey>, Given<39, ReportKey>, Given<40, TouchKey>, Given<41, ConfirmKey>,
    Given<42, CloseIncident>, Given<43, PlaceOrderList>, Given<44, CancelOrderList>,
    Given<45, CancelReplace>, Given<46, AmendOrder>, Given<47, SetDeadMan>,
    Given<48, ActivateOrder>, Given<49, Uncross>, Given<50, SetFeeTiers>>;

using Events =
    std::tuple<Given<1, HouseOpened>, Given<2, AssetDefined>, Given<3, MarketDefined>,
               Given<4, MarketModeChanged>, Given<5, CustomerRegistered>, Given<6, AccountOpened>,
               Given<7, CustomerStatusChanged>, Given<8, KeyCreated>, Given<9, KeyEdited>,
               Given<10, KeyStatusChanged>, Given<11, OrderAccepted>, Given<12, Traded>,
               Given<13, OrderDecremented>, Given<14, OrderRested>, Given<15, OrderClosed>,
               Given<16, Posted>, Given<17, MemoryForgotten>, Given<18, Recovered>,
               Given<19, UserRegistered>, Given<20, StaffChanged>, Given<21, PasswordChanged>,
               Given<22, FactorAdded>, Given<23, FactorConfirmed>, Given<24, FactorUsed>,
               Given<25, FactorFailed>, Given<26, FactorRemoved>, Given<27, SecretsChanged>,
               Given<28, SessionOpened>, Given<29, SessionTouched>, Given<30, SessionEnded>,
               Given<31, OnboardingMoved>, Given<32, DocumentAttached>, Given<33, LockChanged>,
               Given<34, ApiAccessChanged>, Given<35, PolicyPosted>, Given<36, PolicyAccepted>,
               Given<37, HouseRulesSet>, Given<38, Proposed>, Given<39, ProposalEnded>,
               Given<40, KeyRotated>, Given<41, KeyTakenOver>, Given<42, KeyUsed>,
               Given<43, KeyIdleNoticed>, Given<44, CapUsed>, Given<45, KeyConfirmationDue>,
               Given<46, IncidentOpened>, Given<47, IncidentClosed>, Given<48, OrderParked>,
               Given<49, OrderActivated>, Given<50, OrderRefreshed>, Given<51, OrderAmended>,
               Given<52, OrderListOpened>, Given<53, TradePrevented>, Given<54, CancelRefused>,
               Given<55, PlaceRefused>, Given<56, DeadManSet>, Given<57, DeadManFired>,
               Given<58, AuctionPriced>, Given<59, FeeTiersSet>>;

static_assert(std::tuple_size_v<Commands> == std::variant_size_v<Command>, "add it to the list");
static_assert(std::tuple_size_v<Events> == std::variant_size_v<Event>, "add it to the list");

template <class List>
std::set<std::uint16_t> numbers_in() {
    std::set<std::uint16_t> numbers;
    boost::mp11::mp_for_each<List>([&](auto given) { numbers.insert(given.value); });
    return numbers;
}

TEST(TypeNumbers, are_each_given_once) {
    EXPECT_EQ(numbers_in<Commands>().size(), std::tuple_size_v<Commands>);
    EXPECT_EQ(numbers_in<Events>().size(), std::tuple_size_v<Events>);
}

}  // namespace
}  // namespace golden
