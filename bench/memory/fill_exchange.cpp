// fill_exchange DIR CUSTOMERS ORDERS
//
// Fills the new exchange in DIR (`postern init DIR --test`) with customers, one Ed25519 key each,
// and resting orders in three markets, through the engine's own sequencer and journal, so that a
// server started on it has them all in memory. Prints what an order takes in this process, which
// has one engine's state and no view: {"bytes_per_order":190.1}
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "app/config.hpp"
#include "app/recovery.hpp"
#include "base/check.hpp"
#include "base/prng.hpp"
#include "core/access/scope_sets.hpp"
#include "engine/sequencer.hpp"
#include "journal/posix_disk.hpp"

namespace {

using namespace core;

class StepClock final : public engine::Clock {
  public:
    Timestamp now() override { return {now_ += 1'000}; }

  private:
    std::int64_t now_ = 1'700'000'000'000'000'000;
};

class Filler {
  public:
    Filler(std::unique_ptr<State> state, journal::Journal& journal)
        : sequencer_{std::move(state), clock_}, journal_{journal} {}

    void take(Command command, const Envelope& envelope = {}) {
        const bool order = std::holds_alternative<PlaceOrder>(command);
        sequencer_.take({std::move(command), envelope, {}},
                        [this]() -> engine::Batch& { return room(); });
        CHECK(!order || sequencer_.state().orders.size() == ++orders_);
    }
    void flush() {
        if (!batch_.frame.empty()) journal_.append(batch_.frame);
        batch_.clear();
    }

  private:
    engine::Batch& room() {
        if (batch_.frame.used_bytes() > 4'000'000) flush();
        return batch_;
    }

    StepClock clock_;
    engine::Sequencer sequencer_;
    journal::Journal& journal_;
    engine::Batch batch_;
    std::uint64_t orders_{};
};

Market market_of(std::uint32_t base, std::uint32_t quote) {
    return {.id = {},
            .symbol = {},
            .base = AssetId{base},
            .quote = AssetId{quote},
            .tick = Amount{1'000'000},
            .lot = Amount{1'000},
            .tick_lot = {},
            .price_max = Price{100'000'000},
            .quantity_min = Quantity{1},
            .quantity_max = Quantity{1'000'000'000},
            .market_quantity_max = Quantity{1'000'000'000},
            .notional_min = Amount{1},
            .notional_max = Amount{Int128{1} << 90},
            .open_orders_max = 1'000,
            .maker_fee = FeeRate{1'000},
            .taker_fee = FeeRate{1'000},
            .self_trade_prevention = SelfTradePrevention::expire_maker,
            .mode = MarketMode::open};
}

void open_house(Filler& filler) {
    filler.take(OpenHouse{Environment::test, 1, 2});
    for (std::uint32_t id = 1; id <= 3; ++id) {
        const char* codes[] = {"", "BTC", "ETH", "USDT"};
        filler.take(DefineAsset{{AssetId{id}, codes[id], codes[id], 8, 8, "BTC"}});
    }
    filler.take(DefineMarket{market_of(1, 3)});
    filler.take(DefineMarket{market_of(2, 3)});
    filler.take(DefineMarket{market_of(2, 1)});
}

void add_customer(Filler& filler, std::uint64_t number, base::Prng& prng) {
    filler.take(RegisterCustomer{VaultRef{1, number}});
    filler.take(SetCustomerStatus{CustomerId{number}, true, false, {}});
    filler.take(DecideApiAccess{CustomerId{number}, ApiAccess::approved, {}});
    for (std::uint32_t asset = 1; asset <= 3; ++asset) {
        filler.take(FundAccount{AccountId{number + 2}, AssetId{asset}, Amount{Int128{1} << 70}});
    }
    Credential credential{.algorithm = Algorithm::ed25519, .public_key = {}, .secret = {}};
    for (int i = 0; i < 32; ++i)
        credential.public_key.push_back(static_cast<std::uint8_t>(prng.next()));
    KeyRules rules;
    rules.name = "trading";
    rules.scopes = all_that_may_stand_together();
    rules.ip_allow = {IpRange{{0, (std::uint64_t{0xffff} << 32) | number}, 128}};
    filler.take(CreateKey{AccountId{number + 2}, KeyName{prng.next(), prng.next()}, credential,
                          rules, true});
}

// Buys below and sells above the same middle, so that all of them rest.
void add_order(Filler& filler, std::uint64_t number, std::uint64_t customers, base::Prng& prng) {
    const std::uint64_t customer = 1 + prng.below(customers);
    const bool buys = prng.one_in(2);
    const std::int64_t away = 1 + static_cast<std::int64_t>(prng.below(50'000));
    PlaceOrder order;
    order.market = MarketId{static_cast<std::uint32_t>(1 + prng.below(3))};
    order.side = buys ? Side::buy : Side::sell;
    order.type = OrderType::limit;
    order.time_in_force = TimeInForce::gtc;
    order.limit = Price{100'000 + (buys ? -away : away)};
    order.quantity = Quantity{prng.between(1, 1'000)};
    char name[32];
    const int size =
        std::snprintf(name, sizeof name, "order-%016llu", static_cast<unsigned long long>(number));
    order.client_order_id = ClientOrderId{std::string_view{name, static_cast<std::size_t>(size)}};
    filler.take(order, {.customer = CustomerId{customer},
                        .account = AccountId{customer + 2},
                        .key = KeyId{customer},
                        .surface = Surface::api});
}

// Resident memory of this process without files: the program's own pages come as they are run.
double resident_bytes() {
    std::ifstream file{"/proc/self/statm"};
    long long all = 0;
    long long resident = 0;
    long long of_files = 0;
    CHECK(file >> all >> resident >> of_files);
    return static_cast<double>(resident - of_files) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) return std::fprintf(stderr, "usage: fill_exchange DIR CUSTOMERS ORDERS\n"), 2;
    const std::filesystem::path folder = words[1];
    const auto config = app::read_config(app::config_file(folder));
    CHECK(config.has_value());
    journal::PosixDisk disk{(folder / "journal").string()};
    app::TwoStates states;
    const auto journal = journal::Journal::open(disk, app::journal_options(*config), states);
    CHECK(journal.has_value());
    Filler filler{std::move(states.engine), **journal};
    base::Prng prng{1};
    const std::uint64_t customers = std::strtoull(words[2], nullptr, 10);
    const std::uint64_t orders = std::strtoull(words[3], nullptr, 10);
    open_house(filler);
    for (std::uint64_t i = 1; i <= customers; ++i) add_customer(filler, i, prng);
    filler.flush();
    const double before = resident_bytes();
    for (std::uint64_t i = 1; i <= orders; ++i) add_order(filler, i, customers, prng);
    filler.flush();
    std::printf("{\"bytes_per_order\":%.1f}\n",
                (resident_bytes() - before) / static_cast<double>(orders));
    (*journal)->stop();
}
