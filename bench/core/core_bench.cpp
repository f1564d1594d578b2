// The core alone: decide, apply and event encoding, ledger included, on an order stream; and the
// way back: records decoded and applied, as a restart does it.
//
//     core_bench STREAM decide    {"ns_per_command":...,"commands":...,"ok":true}
//     core_bench STREAM replay    {"ns_per_event":...,"events":...,"ok":true}
//
// CPU time of this thread. "ok": trades and traded quantity are those that the stream expects.
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "bench/orderbook/orderstream.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/look_ahead.hpp"
#include "engine/records.hpp"

namespace {

using namespace core;

constexpr std::size_t chunk = 4'096;  // commands of one frame, as the engine takes them

double cpu_ns() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

struct Asked {
    Command command;
    Envelope envelope;
};

// Takes commands as the engine's sequencer does.
class Core {
  public:
    void take(const Asked& asked, journal::FrameBuffer& frame) {
        const Stamp stamp{Sequence{state.stamp.sequence.value + 1}, {++now_}};
        const Verdict verdict = decide(state, asked.envelope, asked.command, stamp, draft_);
        std::optional<Rejection> rejection;
        if (!verdict) rejection = verdict.error();
        if (!is_recorded(asked.command, verdict)) return;
        events += draft_.events().size();
        engine::write_record(frame, stamp, asked.envelope, asked.command, rejection,
                             draft_.events());
        apply(state, stamp, asked.envelope, asked.command, rejection, draft_.events());
        if (state.taker) take({ContinueOrder{state.taker->order.id}, {}}, frame);
    }
    // What opens the world of the benchmark cannot be rejected.
    void must(const Command& command, journal::FrameBuffer& frame) {
        const std::uint64_t before = events;
        take({command, {}}, frame);
        CHECK(events > before);
    }

    State state;
    std::uint64_t events{};

  private:
    std::int64_t now_{};
    Draft draft_;
};

Market market_of(AssetId base, AssetId quote) {
    return {.id = {},
            .symbol = {},
            .base = base,
            .quote = quote,
            .tick = Amount{1'000'000},
            .lot = Amount{1'000},
            .tick_lot = {},
            .price_max = Price{1'000'000},
            .quantity_min = Quantity{1},
            .quantity_max = Quantity{1'000'000'000},
            .market_quantity_max = Quantity{1'000'000'000},
            .notional_min = Amount{1},
            .notional_max = Amount{Int128{1} << 90},
            .open_orders_max = 3'000,
            .maker_fee = FeeRate{1'000},
            .taker_fee = FeeRate{1'000},
            .self_trade_prevention = SelfTradePrevention::expire_maker,
            .mode = MarketMode::open};
}

constexpr std::size_t expected_orders = 100'000;  // as the server's settings have it

// One market per symbol of the stream, and a customer with money for each of its accounts.
void open(Core& core, const ostr::Header& header, journal::FrameBuffer& frame) {
    core.must(OpenHouse{Environment::test, 1, 2}, frame);
    const AssetId quote{1};
    core.must(DefineAsset{{quote, "USDT", "Tether", 8, 6, "ETH"}}, frame);
    for (std::uint32_t symbol = 0; symbol < header.symbols; ++symbol) {
        const std::string code = "B" + std::to_string(symbol);
        const AssetId base{symbol + 2};
        core.must(DefineAsset{{base, base::Text<12>{code}, "Base", 8, 8, "BTC"}}, frame);
        core.must(DefineMarket{market_of(base, quote)}, frame);
    }
    for (std::uint64_t account = 0; account < header.accounts; ++account) {
        core.must(RegisterCustomer{}, frame);
        core.must(SetCustomerStatus{CustomerId{account + 1}, true, false}, frame);
        const AccountId id{account + 3};
        for (std::uint32_t asset = 1; asset <= header.symbols + 1; ++asset) {
            core.must(FundAccount{id, AssetId{asset}, Amount{Int128{1} << 80}}, frame);
        }
        frame.clear();
    }
}

// Every accepted order gets the next id, and every NEW of a stream is accepted: the stream's ids
// are the core's.
Asked asked_of(const ostr::Record& record) {
    Asked asked;
    asked.envelope.surface = Surface::api;
    asked.envelope.customer = CustomerId{record.account + 1u};
    asked.envelope.account = AccountId{record.account + 3u};
    PlaceOrder order;
    order.market = MarketId{record.symbol + 1};
    order.side = record.side == ostr::BUY ? Side::buy : Side::sell;
    order.type = record.kind == ostr::MARKET ? OrderType::market : OrderType::limit;
    order.time_in_force = record.kind == ostr::IOC ? TimeInForce::ioc : TimeInForce::gtc;
    order.limit = Price{record.price};
    order.quantity = Quantity{record.qty};
    char name[24];
    const int size =
        std::snprintf(name, sizeof name, "s%llu", static_cast<unsigned long long>(record.order_id));
    order.client_order_id = ClientOrderId{std::string_view{name, static_cast<std::size_t>(size)}};
    asked.command = order;
    return asked;
}

// The stream as commands. A cancel carries its owner's account, which the stream leaves out.
std::vector<Asked> commands_of(const ostr::Map& stream, std::uint64_t from, std::uint64_t count,
                               std::vector<std::uint32_t>& owners) {
    std::vector<Asked> commands;
    for (std::uint64_t i = from; i < from + count; ++i) {
        ostr::Record record = stream.r[i];
        if (record.op == ostr::NEW) {
            owners[record.order_id] = record.account;
            commands.push_back(asked_of(record));
            continue;
        }
        record.account = owners[record.order_id];
        Asked cancel = asked_of(record);
        cancel.command = CancelOrder{MarketId{record.symbol + 1}, OrderId{record.order_id}, {}};
        commands.push_back(cancel);
    }
    return commands;
}

bool as_expected(const State& state, const ostr::Header& header) {
    std::uint64_t trades = 0;
    for (const Market& market : state.catalogue.markets()) {
        trades += state.catalogue.last_trade(market.id).value;
    }
    return trades == header.exp_trades && state.orders.size() == header.exp_resting;
}

void decide_all(const ostr::Map& stream) {
    auto core = std::make_unique<Core>();
    core->state.orders.reserve(expected_orders);
    journal::FrameBuffer frame;
    open(*core, *stream.h, frame);
    std::vector<std::uint32_t> owners(stream.h->max_order_id + 1);
    double spent = 0;
    std::uint64_t timed = 0;
    for (std::uint64_t at = 0; at < stream.h->n_records;) {
        const bool measured = at >= stream.h->n_prefill;
        const std::uint64_t end = measured ? stream.h->n_records : stream.h->n_prefill;
        const std::uint64_t count = std::min<std::uint64_t>(chunk, end - at);
        const std::vector<Asked> commands = commands_of(stream, at, count, owners);
        const double start = cpu_ns();
        for (std::size_t i = 0; i < commands.size(); ++i) {
            look_ahead(core->state, commands, i);  // as the engine does with its queue
            core->take(commands[i], frame);
        }
        if (measured) {
            spent += cpu_ns() - start;
            timed += count;
        }
        frame.clear();
        at += count;
    }
    std::printf("{\"ns_per_command\":%.1f,\"commands\":%llu,\"ok\":%s}\n",
                spent / static_cast<double>(timed), static_cast<unsigned long long>(timed),
                as_expected(core->state, *stream.h) ? "true" : "false");
}

void replay_all(const ostr::Map& stream) {
    std::vector<journal::FrameBuffer> frames(1);
    {
        auto core = std::make_unique<Core>();
        open(*core, *stream.h, frames.back());
        frames.clear();
        std::vector<std::uint32_t> owners(stream.h->max_order_id + 1);
        // Registrations are replayed as well: they are records like any other.
        auto again = std::make_unique<Core>();
        journal::FrameBuffer opening;
        open(*again, *stream.h, opening);
        const std::uint64_t events_before = again->events;
        for (std::uint64_t at = 0; at < stream.h->n_records; at += chunk) {
            const std::uint64_t count = std::min<std::uint64_t>(chunk, stream.h->n_records - at);
            frames.emplace_back();
            for (const Asked& asked : commands_of(stream, at, count, owners)) {
                again->take(asked, frames.back());
            }
        }
        const std::uint64_t events = again->events - events_before;
        const double start = cpu_ns();
        for (const journal::FrameBuffer& frame : frames) {
            frame.each_record([&](const journal::RecordView& view) {
                const auto record = engine::read_record(view.bytes);
                CHECK(record.has_value());
                apply(core->state, *record);
            });
        }
        const double spent = cpu_ns() - start;
        std::printf("{\"ns_per_event\":%.1f,\"events\":%llu,\"ok\":%s}\n",
                    spent / static_cast<double>(events), static_cast<unsigned long long>(events),
                    as_expected(core->state, *stream.h) ? "true" : "false");
    }
}

}  // namespace

int main(int count, char** words) {
    ostr::Map stream;
    if (count != 3 || !stream.open(words[1])) {
        std::fprintf(stderr, "usage: core_bench STREAM decide|replay\n");
        return 2;
    }
    if (std::strcmp(words[2], "replay") == 0) {
        replay_all(stream);
    } else {
        decide_all(stream);
    }
}
