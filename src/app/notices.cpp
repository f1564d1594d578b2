#include "app/notices.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "links/notices/mail_door.hpp"
#include "links/notices/silent_door.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

// One line of a file that nobody else may read.
std::expected<vault::Secret, std::string> read_password(const fs::path& file) {
    struct stat about{};
    if (::stat(file.c_str(), &about) != 0) {
        return std::unexpected(
            fmt::format("mail.password_file: {} cannot be read.", file.string()));
    }
    if ((about.st_mode & 0377) != 0) {
        return std::unexpected(fmt::format(
            "mail.password_file: {} must be readable by the server alone; chmod 0400 it.",
            file.string()));
    }
    std::ifstream in{file};
    std::string text;
    if (!std::getline(in, text) || text.empty()) {
        return std::unexpected(
            fmt::format("mail.password_file: {} holds no password.", file.string()));
    }
    return vault::Secret::take(std::move(text));
}

std::expected<links::MailOptions, std::string> mail_options(const Config& config) {
    links::MailOptions options;
    options.smtp.host = config.mail_server;
    options.smtp.tls = config.mail_tls;
    options.smtp.user = config.mail_user;
    options.smtp.certificates = config.mail_certificates;
    if (!config.mail_password_file.empty()) {
        TRY(vault::Secret password, read_password(config.mail_password_file));
        options.smtp.password.emplace(std::move(password));
    }
    options.from = config.mail_from;
    options.house = base::format_hex(std::span{config.cluster}.first(8));
    options.public_url = config.public_url;
    return options;
}

}  // namespace

std::expected<std::unique_ptr<Notices>, std::string> Notices::open(Options options) {
    auto notices = std::make_unique<Notices>();
    const bool by_mail = !options.config.mail_server.empty();
    Door door;
    if (by_mail) {
        TRY(links::MailOptions mail, mail_options(options.config));
        door.receiver =
            std::make_unique<links::MailDoor>(options.live, options.vault, std::move(mail));
    } else {
        door.receiver = std::make_unique<links::SilentDoor>(
            [](const std::string& sentence) { spdlog::info("{}", sentence); });
    }
    std::error_code error;
    fs::create_directories(options.folder / "notices", error);
    // One outbox for both: whoever configures mail later gets no old notices.
    door.notifier = std::make_unique<links::Notifier>(
        options.live, *door.receiver,
        links::NotifierOptions{
            .name = "mail",
            .file = options.folder / "notices" / "mail.sqlite",
            .past = std::move(options.past),
            .journal_end = options.journal_end,
            .now = std::move(options.now),
            .tell = [](const std::string& sentence) { spdlog::warn("{}", sentence); }});
    notices->doors_.push_back(std::move(door));
    return notices;
}

void Notices::start() {
    for (Door& door : doors_) door.notifier->start();
}
void Notices::follow(const views::Backlog::Records& records) {
    for (Door& door : doors_) door.notifier->follow(records);
}
void Notices::stop() {
    for (Door& door : doors_) door.notifier->stop();
}

}  // namespace app
