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

using Commands =
    std::tuple<Given<1, OpenHouse>, Given<2, DefineAsset>, Given<3, DefineMarket>,
               Given<4, SetMarketMode>, Given<5, RegisterCustomer>, Given<6, SetCustomerStatus>,
               Given<7, CreateKey>, Given<8, EditKey>, Given<9, SetKeyStatus>,
               Given<10, FundAccount>, Given<11, PlaceOrder>, Given<12, CancelOrder>,
               Given<13, CancelAll>, Given<14, Tick>, Given<15, ContinueOrder>, Given<16, Recover>>;

using Events =
    std::tuple<Given<1, HouseOpened>, Given<2, AssetDefined>, Given<3, MarketDefined>,
               Given<4, MarketModeChanged>, Given<5, CustomerRegistered>, Given<6, AccountOpened>,
               Given<7, CustomerStatusChanged>, Given<8, KeyCreated>, Given<9, KeyEdited>,
               Given<10, KeyStatusChanged>, Given<11, OrderAccepted>, Given<12, Traded>,
               Given<13, OrderDecremented>, Given<14, OrderRested>, Given<15, OrderClosed>,
               Given<16, Posted>, Given<17, MemoryForgotten>, Given<18, Recovered>>;

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
