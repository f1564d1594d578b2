#include "engine/sequencer.hpp"

#include <gtest/gtest.h>

#include "engine/records.hpp"

namespace engine {
namespace {

using core::AccountId;
using core::Amount;
using core::AssetId;

class TurnedClock final : public Clock {
  public:
    core::Timestamp now() override { return time; }
    core::Timestamp time{core::from_unix_ms(1'800'000'000'000)};
};

constexpr core::Envelope operators{.surface = core::Surface::cli};

core::Envelope of(std::uint64_t customer) {
    return {.customer = core::CustomerId{customer}, .account = AccountId{customer + 2}};
}

// A sequencer with one market and two rich customers; every record goes into a frame of its own.
class Desk {
  public:
    Desk() {
        ask(core::OpenHouse{core::Environment::test, 1, 2}, operators);
        for (const char* code : {"APL", "USD"}) {
            core::Asset asset;
            asset.code = base::Text<12>{code};
            ask(core::DefineAsset{asset}, operators);
        }
        core::Market market;
        market.base = AssetId{1};
        market.quote = AssetId{2};
        market.tick = market.lot = Amount{1};
        market.price_max = core::Price{1'000};
        market.quantity_min = core::Quantity{1};
        market.quantity_max = market.market_quantity_max = core::Quantity{10'000};
        market.notional_min = Amount{1};
        market.notional_max = Amount{1'000'000'000};
        market.open_orders_max = core::open_orders_max;
        market.maker_fee = market.taker_fee = {50'000};
        market.self_trade_prevention = core::SelfTradePrevention::none;
        ask(core::DefineMarket{market}, operators);
        for (std::uint64_t account : {3, 4}) {
            ask(core::RegisterCustomer{}, operators);
            for (std::uint32_t asset : {1, 2}) {
                ask(core::FundAccount{AccountId{account}, AssetId{asset}, Amount{1'000'000'000}},
                    operators);
            }
        }
    }

    Reply ask(const core::Command& command, const core::Envelope& envelope) {
        Reply heard;
        sequencer.take({command, envelope, [&](Reply&& reply) { heard = std::move(reply); }},
                       [this]() -> Batch& { return fresh_batch(); });
        publish_batch();
        return heard;
    }
    core::PlaceOrder order(core::Side side, std::int64_t price, std::int64_t lots) {
        core::PlaceOrder order{.market = core::MarketId{1},
                               .side = side,
                               .type = core::OrderType::limit,
                               .time_in_force = core::TimeInForce::gtc,
                               .self_trade_prevention = {},
                               .limit = core::Price{price},
                               .quantity = core::Quantity{lots},
                               .quote_amount = {},
                               .client_order_id = {}};
        const std::string name =
            "an-order-with-a-name-of-36-bytes-" + std::to_string(100 + orders_++ % 900);
        order.client_order_id = base::Text<36>{std::string_view{name}};
        return order;
    }

    TurnedClock clock;
    Sequencer sequencer{std::make_unique<core::State>(), clock};
    std::size_t largest{};  // record so far, in bytes of its frame

  private:
    Batch& fresh_batch() {
        publish_batch();
        return batch_;
    }
    void publish_batch() {
        largest = std::max(largest, batch_.frame.used_bytes());
        publish(batch_, {}, {});
        batch_.clear();
    }

    Batch batch_;
    int orders_{};
};

TEST(Sequencer, gives_stamps_that_only_grow_though_the_clock_is_set_back) {
    Desk desk;
    const core::Stamp first = desk.ask(core::Tick{}, operators).stamp;
    desk.clock.time = desk.clock.time - core::hours(1);
    const core::Stamp second = desk.ask(core::Tick{}, operators).stamp;
    EXPECT_EQ(second.sequence.value, first.sequence.value + 1);
    EXPECT_EQ(second.time, first.time);
}

TEST(Sequencer, answers_for_a_sweep_over_several_frames_with_all_of_it) {
    Desk desk;
    for (int i = 0; i < 1'200; ++i) {
        // Names repeat after 900: two accounts, so that each is free.
        desk.ask(desk.order(core::Side::sell, 10, 1), of(1 + static_cast<std::uint64_t>(i / 600)));
    }
    const std::uint64_t before = desk.sequencer.state().stamp.sequence.value;
    core::PlaceOrder sweep = desk.order(core::Side::buy, 11, 1'200);
    sweep.client_order_id = "sweep";
    const Reply reply = desk.ask(sweep, of(1));
    EXPECT_EQ(reply.stamp.sequence.value, before + 1);  // of the order's own record
    EXPECT_EQ(desk.sequencer.state().stamp.sequence.value, before + 3);
    EXPECT_EQ(reply.events.size(), 1u + 2 * 1'200 + 1);  // accepted, traded and closed each, closed
    EXPECT_FALSE(desk.sequencer.state().taker);
}

TEST(Sequencer, answers_first_and_then_does_what_follows_by_itself) {
    Desk desk;
    core::PlaceOrder stop = desk.order(core::Side::sell, 0, 1);
    stop.type = core::OrderType::stop_loss;
    stop.terms.emplace().stop = core::Price{10};
    ASSERT_FALSE(desk.ask(stop, of(1)).rejection);
    desk.ask(desk.order(core::Side::buy, 10, 2), of(2));
    const std::uint64_t before = desk.sequencer.state().stamp.sequence.value;
    const Reply reply = desk.ask(desk.order(core::Side::sell, 10, 1), of(1));
    EXPECT_EQ(reply.events.size(), 3u);  // accepted, traded, closed: nothing of the stop
    EXPECT_EQ(desk.sequencer.state().stamp.sequence.value, before + 2);
    EXPECT_EQ(desk.sequencer.state().orders.size(), 0u);
}

TEST(Sequencer, ends_an_auction_over_several_frames) {
    Desk desk;
    const core::MarketId market{1};
    desk.ask(core::SetMarketMode{market, core::MarketMode::auction, core::never}, operators);
    for (int i = 0; i < 800; ++i) desk.ask(desk.order(core::Side::sell, 10, 1), of(1));
    for (int i = 0; i < 800; ++i) desk.ask(desk.order(core::Side::buy, 12, 1), of(2));
    const Reply reply =
        desk.ask(core::SetMarketMode{market, core::MarketMode::open, core::never}, operators);
    EXPECT_EQ(reply.events.size(), 1u);  // the price
    EXPECT_EQ(desk.sequencer.state().orders.size(), 0u);
    EXPECT_EQ(desk.sequencer.state().catalogue.market(market).mode, core::MarketMode::open);
    EXPECT_GT(desk.largest, 200'000u);
    EXPECT_LE(desk.largest, record_bytes_max);
}

TEST(Sequencer, has_room_for_the_largest_records_there_are) {
    Desk desk;
    for (int i = 0; i < 600; ++i) desk.ask(desk.order(core::Side::sell, 10, 1), of(1));
    core::PlaceOrder sweep = desk.order(core::Side::buy, 11, 600);
    sweep.client_order_id = "sweep";
    desk.ask(sweep, of(2));
    const std::size_t largest_sweep = desk.largest;
    EXPECT_GT(largest_sweep, 200'000u);
    EXPECT_LE(largest_sweep, record_bytes_max);

    for (std::uint32_t i = 0; i < core::open_orders_max; ++i) {
        core::PlaceOrder order = desk.order(core::Side::buy, 1, 1);
        order.client_order_id = base::Text<36>{std::string_view{std::to_string(i)}};
        ASSERT_FALSE(desk.ask(order, of(1)).rejection);
    }
    EXPECT_EQ(desk.ask(desk.order(core::Side::buy, 1, 1), of(1)).rejection->reject,
              core::Reject::order_count_filter);
    EXPECT_EQ(desk.ask(core::CancelAll{}, of(1)).events.size(), core::open_orders_max);
    EXPECT_GT(desk.largest, largest_sweep);
    EXPECT_LE(desk.largest, record_bytes_max);
}

}  // namespace
}  // namespace engine
