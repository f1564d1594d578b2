#include "app/exchange.hpp"

#include <fmt/format.h>
#include <fstream>
#include <future>
#include <optional>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "api/access/gate.hpp"
#include "api/access/randomness.hpp"
#include "api/dialects/binance/dialect.hpp"
#include "api/dialects/binance/streams.hpp"
#include "api/dialects/binance/ws_api.hpp"
#include "api/dialects/front.hpp"
#include "api/dialects/live_keys.hpp"
#include "api/dialects/native/dialect.hpp"
#include "api/dialects/native/streams.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/house.hpp"
#include "api/operations/in_flight.hpp"
#include "api/operations/people.hpp"
#include "api/operations/providers/sumsub.hpp"
#include "api/operations/sign_in_limits.hpp"
#include "api/operations/stream_sessions.hpp"
#include "api/streams/hub.hpp"
#include "app/notices.hpp"
#include "app/recovery.hpp"
#include "app/references.hpp"
#include "app/secret_file.hpp"
#include "app/snapshots.hpp"
#include "base/check.hpp"
#include "base/result.hpp"
#include "engine/records.hpp"
#include "gateways/http/server.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"
#include "vault/master_key.hpp"
#include "views/audit/checkpoints.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

// Frames of the journal behind a record, from the disk, for whoever starts or fell behind.
views::PastFrames past_frames_of(fs::path folder) {
    return [folder = std::move(folder)](core::Sequence after, const auto& take) {
        journal::PosixDisk disk{folder.string()};
        auto reader = journal::Reader::open(disk, {.cluster = {}, .after_sequence = after.value});
        if (!reader) return;
        while (true) {
            const auto frame = (*reader)->next();
            if (!frame || !*frame || !take(**frame, (*reader)->cursor().chain)) return;
        }
    };
}

// The same, record by record.
views::Past past_of(const fs::path& folder) {
    return [frames = past_frames_of(folder)](core::Sequence after, const auto& take) {
        frames(after, [&](const journal::Frame& frame, const journal::Hash&) {
            bool goes_on = true;
            frame.each_record([&](const journal::RecordView& view) {
                if (!goes_on || view.sequence <= after.value) return;
                const auto record = engine::read_record(view.bytes);
                CHECK(record.has_value());
                goes_on = take(*record);
            });
            return goes_on;
        });
    };
}

api::BinanceLimits binance_limits(const Config& config) {
    return {.weight_per_minute = config.weight_per_minute,
            .orders_per_10_seconds = config.orders_per_10_seconds,
            .orders_per_day = config.orders_per_day};
}

api::NativeLimits native_limits(const Config& config) {
    const api::Rate rate{.per_second = config.native_per_second, .burst = config.native_burst};
    return {.key = rate, .account = {.per_second = rate.per_second * 2, .burst = rate.burst * 2}};
}

// Passkeys belong to a host name, and to the pages of exactly one origin.
api::PeopleOptions people_options(const Config& config) {
    const std::string authority = config.public_url.substr(config.public_url.find("://") + 3);
    api::PeopleOptions options;
    options.party = {authority.substr(0, authority.find(':')), "Postern", {config.public_url}};
    return options;
}

void tell(const journal::OpenReport& report) {
    if (report.torn_bytes > 0) {
        spdlog::warn(
            "The last {} bytes of the journal had not been finished when the server "
            "stopped. Nobody had been told of them; they are kept in {}.",
            report.torn_bytes, report.torn_copy);
    }
    for (const std::string& reason : report.snapshots_passed_over) {
        spdlog::warn("A snapshot was passed over: {}", reason);
    }
    spdlog::info("Recovered {} records from {} frames{}.", report.records_replayed, report.frames,
                 report.clean ? "" : " after a stop without goodbye");
}

const core::Envelope of_house{.surface = core::Surface::system};

void warn(const std::string& trouble) { spdlog::warn("{}", trouble); }

}  // namespace

struct Exchange::Parts {
    // Hands durable records to those who follow the engine, in this order.
    class Followers final : public engine::Follower {
      public:
        explicit Followers(Parts& parts) : parts_{parts} {}
        void follow(const std::shared_ptr<const engine::Records>& records,
                    const journal::Position& position) override {
            parts_.live->apply(*records, position);
            for (const core::Record& record : *records) {
                for (const core::Event& event : record.events) parts_.verifiers->heed(event);
            }
            parts_.history->follow(records);
            parts_.checkpoints->follow(records, position);
            parts_.notices->follow(records);
            parts_.snapshots->note(position);
        }

      private:
        Parts& parts_;
    };

    Parts(const fs::path& where, const Config& configured)
        : folder{where}, config{configured}, disk{(where / "journal").string()} {}

    fs::path folder;
    Config config;
    journal::PosixDisk disk;
    std::unique_ptr<vault::Vault> vault;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<views::Live> live;
    std::unique_ptr<views::History> history;
    std::unique_ptr<Snapshots> snapshots;
    std::unique_ptr<engine::DisciplinedClock> clock;
    std::optional<vault::AuditKey> audit_key;
    std::unique_ptr<views::Checkpoints> checkpoints;
    std::unique_ptr<views::AccessLog> access_log;
    std::unique_ptr<Notices> notices;
    Followers followers{*this};
    std::unique_ptr<engine::Engine> engine;

    api::SystemRandomness randomness;
    api::InFlight in_flight;
    api::Errands errands;
    api::SignInLimits sign_in_limits;
    api::StreamSessions stream_sessions;
    std::unique_ptr<api::People> people;
    std::unique_ptr<api::Sumsub> sumsub;
    std::unique_ptr<api::House> house;
    std::unique_ptr<api::Hub> hub;
    std::unique_ptr<api::LiveKeys> keys;
    std::unique_ptr<api::Verifiers> verifiers;
    std::unique_ptr<api::Nonces> nonces;
    std::unique_ptr<api::Gate> gate;
    std::unique_ptr<api::BinanceBudget> binance_budget;
    std::unique_ptr<api::NativeBudget> native_budget;
    std::unique_ptr<api::NativeDialect> native;
    std::unique_ptr<api::native::Streams> native_streams;
    std::unique_ptr<api::BinanceDialect> binance;
    std::unique_ptr<api::BinanceStreams> binance_streams;
    std::unique_ptr<api::BinanceWsApi> binance_ws_api;
    std::unique_ptr<api::Front> front;
    std::unique_ptr<gateways::http::Server> server;
    bool stopped{};

    std::expected<void, std::string> recover();
    std::expected<void, std::string> sweep();
    std::expected<void, std::string> open_providers();
    std::expected<void, std::string> open_audit();
    void build_engine(std::unique_ptr<core::State> state);
    void build_api();
    void begin();
    engine::Reply command(core::Command command, const core::Envelope& envelope = of_house);
};

std::expected<void, std::string> Exchange::Parts::recover() {
    TRY(vault, vault::Vault::open(folder));
    TwoStates states;
    auto opened = journal::Journal::open(disk, journal_options(config), states);
    if (!opened) return std::unexpected(opened.error().sentence);
    journal = *std::move(opened);
    tell(journal->report());
    const journal::Position position = journal->position();
    auto past = views::History::open({.file = folder / "history.db",
                                      .journal = config.cluster,
                                      .past = past_of(folder / "journal"),
                                      .journal_end = core::Sequence{position.sequence}});
    if (!past) return std::unexpected(past.error());
    history = *std::move(past);
    live = std::make_unique<views::Live>(std::move(states.live), position);
    snapshots =
        std::make_unique<Snapshots>(*live, *journal, config, journal->report().snapshot_sequence);
    clock = std::make_unique<engine::DisciplinedClock>(states.engine->stamp.time);
    TRY_OK(open_audit());
    TRY(notices, Notices::open({.folder = folder,
                                .config = config,
                                .past = past_of(folder / "journal"),
                                .journal_end = core::Sequence{position.sequence},
                                .live = *live,
                                .vault = *vault,
                                .now = [this] { return clock->now(); }}));
    build_engine(std::move(states.engine));
    return sweep();
}

// An exchange from before there was an audit key gets one now; one that has signed wants its own.
std::expected<void, std::string> Exchange::Parts::open_audit() {
    const fs::path audit = folder / "audit";
    if (!fs::exists(vault::audit_key_file(folder)) && !fs::exists(views::checkpoint_file(audit))) {
        TRY_OK(vault::create_audit_key(folder));
    }
    TRY(vault::AuditKey key, vault::read_audit_key(folder));
    audit_key.emplace(std::move(key));
    TRY(checkpoints,
        views::Checkpoints::open({.folder = audit,
                                  .journal = config.cluster,
                                  .key = &*audit_key,
                                  .past = past_frames_of(folder / "journal"),
                                  .journal_end = core::Sequence{journal->position().sequence},
                                  .now = [this] { return clock->now(); },
                                  .tell = warn}));
    TRY(access_log, views::AccessLog::open({.file = folder / "access_log.sqlite",
                                            .now = [this] { return clock->now(); },
                                            .tell = warn}));
    return {};
}

// Secrets that a crash left in the vault before any record named them.
std::expected<void, std::string> Exchange::Parts::sweep() {
    const References named = [this] { return References{live->read()->state}; }();
    const auto swept =
        vault->sweep([&named](const vault::Sealed& row) { return named.names(row); });
    if (!swept) return std::unexpected("The vault cannot be read; look at the disk.");
    return {};
}

void Exchange::Parts::build_engine(std::unique_ptr<core::State> state) {
    engine = std::make_unique<engine::Engine>(
        std::move(state), *journal, *clock, std::vector<engine::Follower*>{&followers},
        engine::Options{.expected_orders = config.expected_orders});
}

// The services that check customers for us.
std::expected<void, std::string> Exchange::Parts::open_providers() {
    if (config.sumsub_secret_file.empty()) return {};
    TRY(vault::Secret secret, read_secret_file("sumsub.secret_file", config.sumsub_secret_file));
    sumsub = std::make_unique<api::Sumsub>(std::move(secret));
    return {};
}

void Exchange::Parts::build_api() {
    people = std::make_unique<api::People>(*live, *vault, randomness, people_options(config));
    house = std::make_unique<api::House>(*engine, *live, *history, *vault, randomness, in_flight,
                                         *access_log, errands, *people, sign_in_limits,
                                         config.environment, sumsub.get(), &stream_sessions);
    verifiers = std::make_unique<api::Verifiers>(*vault);
    nonces = std::make_unique<api::Nonces>();
    keys = std::make_unique<api::LiveKeys>(*live);
    gate = std::make_unique<api::Gate>(*keys, *verifiers, *nonces, config.environment);
    native_budget = std::make_unique<api::NativeBudget>(native_limits(config));
    binance_budget = std::make_unique<api::BinanceBudget>(binance_limits(config));
    native = std::make_unique<api::NativeDialect>(*house, *gate, *native_budget);
    binance = std::make_unique<api::BinanceDialect>(*house, *gate, *binance_budget);
    hub = std::make_unique<api::Hub>(
        *live, api::HubOptions{
                   .complain = [](std::string_view sentence) { spdlog::warn("{}", sentence); }});
    binance_streams = std::make_unique<api::BinanceStreams>(*hub, binance->listen_keys());
    hub->add(*binance_streams);
    native_streams = std::make_unique<api::native::Streams>(*house, *gate, *native_budget, *hub);
    hub->add(*native_streams);
    binance_ws_api = std::make_unique<api::BinanceWsApi>(*house, *gate, *binance_budget,
                                                         binance->listen_keys(), *hub);
    live->listen(*hub);
    front = std::make_unique<api::Front>(
        *house, std::vector<api::Dialect*>{native.get(), binance.get()},
        std::vector<api::SocketDoor*>{native_streams.get(), binance_streams.get(),
                                      binance_ws_api.get()});
}

// The house's first words after a start: that it is opened, or what recovery found.
void Exchange::Parts::begin() {
    const journal::OpenReport& report = journal->report();
    if (live->read()->state.environment == core::Environment{}) {
        const core::OpenHouse opening{config.environment, api::random_number(randomness),
                                      api::random_number(randomness)};
        CHECK(!command(opening).rejection);
    } else if (!report.clean) {
        const core::Recover recover{false, report.torn_bytes,
                                    core::seconds(config.cancel_only_seconds)};
        CHECK(!command(recover).rejection);
    }
    if (live->read()->state.rules != config.rules) {
        CHECK(!command(core::SetHouseRules{config.rules}).rejection);
    }
}

engine::Reply Exchange::Parts::command(core::Command command, const core::Envelope& envelope) {
    std::promise<engine::Reply> promise;
    engine->submit(std::move(command), envelope,
                   [&promise](engine::Reply&& reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
}

Exchange::Exchange(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

Exchange::~Exchange() { stop(); }

std::expected<std::unique_ptr<Exchange>, std::string> Exchange::open(const fs::path& folder,
                                                                     const Config& config) {
    auto parts = std::make_unique<Parts>(folder, config);
    TRY_OK(parts->recover());
    const core::Environment earlier = parts->live->read()->state.environment;
    if (earlier != core::Environment{} && earlier != config.environment) {
        return std::unexpected(fmt::format(
            "{}: environment: this exchange was made for the other environment, and an exchange "
            "cannot change it.",
            config_file(folder).string()));
    }
    TRY_OK(parts->open_providers());
    parts->build_api();
    parts->hub->start([engine = parts->engine.get()]() -> api::StreetTime {
        return {.now = engine->now(), .settled = engine->settled()};
    });
    parts->engine->start();
    parts->snapshots->start();
    parts->notices->start();
    parts->begin();
    return std::unique_ptr<Exchange>{new Exchange{std::move(parts)}};
}

std::expected<void, std::string> Exchange::serve() {
    gateways::http::Options options;
    options.listen = parts_->config.listen;
    for (const std::string& word : parts_->config.proxy_protocol) {
        options.proxy_protocol.push_back(word == "v2" ? gateways::http::ProxyProtocol::v2
                                                      : gateways::http::ProxyProtocol::off);
    }
    for (const std::string& range : parts_->config.trusted_proxies) {
        options.trusted_proxies.push_back(core::parse_cidr(range).value());
    }
    options.complain = [](std::string_view sentence) { spdlog::warn("{}", sentence); };
    options.control_socket = (parts_->folder / "control.sock").string();
    options.threads = parts_->config.threads;
    options.connections_max = parts_->config.connections_max;
    parts_->server = std::make_unique<gateways::http::Server>(*parts_->front, options);
    if (auto started = parts_->server->start(); !started) {
        return std::unexpected(started.error().sentence);
    }
    return {};
}

// Callers first, so that nobody waits for an engine that is gone; the journal's goodbye last.
void Exchange::stop() {
    if (parts_ == nullptr || parts_->stopped) return;
    parts_->stopped = true;
    if (parts_->server) parts_->server->stop();
    parts_->snapshots->stop();
    parts_->errands.stop();
    parts_->engine->stop();
    parts_->hub->stop();
    parts_->checkpoints->stop();
    parts_->notices->stop();
}

std::uint16_t Exchange::port() const { return parts_->server->port(); }
const views::Live& Exchange::live() const { return *parts_->live; }
vault::Vault& Exchange::vault() { return *parts_->vault; }
engine::Reply Exchange::command(core::Command command) {
    return parts_->command(std::move(command));
}
engine::Reply Exchange::command(core::Command command, const core::Envelope& envelope) {
    return parts_->command(std::move(command), envelope);
}
core::Fingerprint Exchange::login_of(std::string_view email) const {
    return parts_->people->login_of(email);
}

std::expected<void, std::string> init(const fs::path& folder, Config config) {
    const fs::path file = config_file(folder);
    if (fs::exists(file)) {
        return std::unexpected(
            fmt::format("There is an exchange in {} already. Name a new folder, or "
                        "run it: postern serve --data {}",
                        folder.string(), folder.string()));
    }
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) {
        return std::unexpected(
            fmt::format("{} cannot be made: {}.", folder.string(), error.message()));
    }
    api::SystemRandomness{}.fill(config.cluster);
    if (!fs::exists(vault::master_key_file(folder))) TRY_OK(vault::create_master_key(folder));
    if (!fs::exists(vault::audit_key_file(folder))) TRY_OK(vault::create_audit_key(folder));
    std::ofstream out{file};
    out << config_text(config);
    out.close();
    if (!out) return std::unexpected(fmt::format("{} cannot be written.", file.string()));
    return {};
}

}  // namespace app
