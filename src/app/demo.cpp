#include "app/demo.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

#include "app/credentials.hpp"
#include "app/demo_population.hpp"
#include "app/exchange.hpp"
#include "app/market_maker.hpp"
#include "app/signals.hpp"
#include "base/check.hpp"
#include "base/result.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

// What the demo knows of everybody; the file for people leaves out the market's own two.
constexpr const char* private_file = "demo.json";
constexpr const char* public_file = "credentials.json";

// A folder that goes when the demo ends, where none was named.
class Folder {
  public:
    explicit Folder(const std::optional<fs::path>& named) : temporary_{!named} {
        if (named) {
            path_ = *named;
            return;
        }
        std::string pattern = (fs::temp_directory_path() / "postern-demo-XXXXXX").string();
        CHECK(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        if (temporary_) fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const fs::path& path() const { return path_; }

  private:
    bool temporary_;
    fs::path path_;
};

// Wide limits, so that a client's whole test-suite runs against it.
Config demo_config() {
    Config config;
    config.environment = core::Environment::test;
    config.segment_mib = 16;
    config.cancel_only_seconds = 0;
    config.weight_per_minute = 100'000;
    config.orders_per_10_seconds = 10'000;
    config.orders_per_day = 10'000'000;
    config.native_per_second = 10'000;
    config.native_burst = 100'000;
    return config;
}

std::expected<Config, std::string> prepare(const fs::path& folder, const std::string& listen) {
    if (!fs::exists(config_file(folder))) TRY_OK(init(folder, demo_config()));
    TRY(Config config, read_config(config_file(folder)));
    if (config.environment != core::Environment::test) {
        return std::unexpected(
            fmt::format("{} holds a live exchange; the demo needs a folder of its "
                        "own.",
                        folder.string()));
    }
    config.listen = {listen};
    // Browsers make passkeys for names, not for addresses. Port 0 is not known yet.
    const std::string port = listen.substr(std::min(listen.rfind(':'), listen.size()));
    if (port.size() > 1 && port != ":0") config.public_url = "http://localhost" + port;
    return config;
}

// Of an earlier start, or drawn and on the disk before the first key is made from them.
std::expected<Credentials, std::string> prepare_credentials(const fs::path& folder) {
    if (auto earlier = read_credentials(folder / private_file)) return *std::move(earlier);
    Credentials fresh = draw_credentials();
    TRY_OK(write_credentials(folder / private_file, fresh));
    return fresh;
}

std::expected<void, std::string> write_public(const fs::path& folder, const DemoOptions& options,
                                              Credentials credentials) {
    std::erase_if(credentials.customers, [](const DemoCustomer& customer) {
        return customer.name.starts_with("market_");
    });
    TRY_OK(write_credentials(folder / public_file, credentials));
    if (options.credentials) return write_credentials(*options.credentials, credentials);
    return {};
}

std::string sign_in_line(const Credentials& credentials) {
    const DemoLogin& alice = credentials.customer("alice").login;
    return fmt::format(
        "curl -s -H 'Content-Type: application/json' {}/v1/sessions -d '{{\"email\":\"{}\","
        "\"password\":\"{}\",\"code\":\"'$(oathtool -b --totp {})'\"}}'",
        credentials.base_url, alice.email, alice.password, alice.totp_secret);
}

void print_first_steps(const fs::path& file, const Credentials& credentials) {
    const DemoKey& key = credentials.key("alice", "hmac");
    fmt::print(R"text(
Postern is running at {0}

  Alice and Bob hold 100 BTC, 1,000 ETH and 10,000,000 USDT each. Their keys and
  passwords, and those of the staff:
  {1}

  A first signed order with curl:

    KEY={2}
    SECRET={3}
    ORDER="symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000"
    ORDER="$ORDER&timestamp=$(date +%s000)"
    SIGNATURE=$(printf %s "$ORDER" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
    curl -s -X POST -H "X-MBX-APIKEY: $KEY" "{0}/api/v3/order?$ORDER&signature=$SIGNATURE"

  The same exchange from ccxt, unmodified:

    const ex = new ccxt.binance({{ apiKey: '{2}',
                                  secret: '{3}' }})
    for (const [name, url] of Object.entries(ex.urls.api))
      if (typeof url === 'string') ex.urls.api[name] = '{0}' + new URL(url).pathname
    await ex.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50000)

  Alice signs in, here with oathtool for her codes:

    {4}

  Ctrl-C stops it; nothing that was acknowledged is lost.
)text",
               credentials.base_url, file.string(), key.api_key, key.api_secret,
               sign_in_line(credentials));
    std::fflush(stdout);
}

std::expected<void, std::string> run(const DemoOptions& options, const Folder& folder) {
    TRY(const Config config, prepare(folder.path(), options.listen));
    TRY(const auto exchange, Exchange::open(folder.path(), config));
    TRY(Credentials credentials, prepare_credentials(folder.path()));
    populate(*exchange, credentials);
    TRY_OK(exchange->serve());

    const std::size_t colon = options.listen.rfind(':');
    credentials.base_url =
        fmt::format("http://{}:{}", options.listen.substr(0, colon), exchange->port());
    TRY_OK(write_public(folder.path(), options, credentials));
    const fs::path file = options.credentials.value_or(folder.path() / public_file);
    print_first_steps(file, credentials);

    MarketMaker maker{exchange->port(), credentials.key("market_maker", "hmac"),
                      credentials.key("market_taker", "hmac"), options.seed};
    if (!options.quiet) maker.start();
    wait_for_stop();
    maker.stop();
    exchange->stop();
    return {};
}

}  // namespace

int run_demo(const DemoOptions& options) {
    const Folder folder{options.folder};
    const auto done = run(options, folder);
    if (done) return 0;
    fmt::print(stderr, "{}\n", done.error());
    return 1;
}

}  // namespace app
