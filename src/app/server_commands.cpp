#include <fmt/format.h>
#include <memory>

#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/exchange.hpp"
#include "app/signals.hpp"
#include "base/result.hpp"

namespace app {
namespace {

int tell(const std::expected<void, std::string>& done) {
    if (done) return 0;
    fmt::print(stderr, "{}\n", done.error());
    return 1;
}

std::expected<void, std::string> serve(const std::string& folder) {
    TRY(const Config config, read_config(config_file(folder)));
    TRY(const auto exchange, Exchange::open(folder, config));
    TRY_OK(exchange->serve());
    fmt::print("Postern is serving {}. Ctrl-C stops it.\n", fmt::join(config.listen, ", "));
    std::fflush(stdout);
    wait_for_stop();
    exchange->stop();
    return {};
}

void add_init(CLI::App& line, int& exit_code) {
    auto* init_line =
        line.add_subcommand("init", "Make a new exchange: its configuration and keys");
    auto folder = std::make_shared<std::string>();
    auto test = std::make_shared<bool>(false);
    init_line->add_option("DIR", *folder, "The folder of the exchange")->required();
    init_line->add_flag("--test", *test, "Environment test: test keys, test money");
    init_line->callback([folder, test, &exit_code] {
        Config config;
        if (*test) config.environment = core::Environment::test;
        exit_code = tell(init(*folder, config));
        if (exit_code != 0) return;
        fmt::print(
            "The exchange is in {0}. Read {0}/postern.toml, keep copies of {0}/master.key and "
            "{0}/audit.key, "
            "then: postern serve --data {0}\n",
            *folder);
    });
}

void add_serve(CLI::App& line, int& exit_code) {
    auto* serve_line = line.add_subcommand("serve", "Run the exchange of a folder");
    auto folder = std::make_shared<std::string>();
    serve_line->add_option("--data", *folder, "The folder that `postern init` made")->required();
    serve_line->callback([folder, &exit_code] { exit_code = tell(serve(*folder)); });
}

void add_demo(CLI::App& line, int& exit_code) {
    auto* demo_line = line.add_subcommand(
        "demo", "Run a whole exchange with customers, test money and keys to try");
    auto options = std::make_shared<DemoOptions>();
    demo_line->add_option("--data", options->folder, "Where it lives; none: gone when it stops");
    demo_line->add_option("--listen", options->listen, "Address and port; port 0 takes a free one")
        ->capture_default_str();
    demo_line->add_option("--credentials", options->credentials,
                          "Write the keys to this file too (mode 0600)");
    demo_line->add_flag("--quiet", options->quiet, "Without the market maker: books stay empty");
    demo_line->add_option("--seed", options->seed, "The market maker's luck")
        ->capture_default_str();
    demo_line->callback([options, &exit_code] { exit_code = run_demo(*options); });
}

}  // namespace

void add_server_commands(CLI::App& line, int& exit_code) {
    add_init(line, exit_code);
    add_serve(line, exit_code);
    add_demo(line, exit_code);
}

}  // namespace app
