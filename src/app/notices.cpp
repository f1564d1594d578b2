#include "app/notices.hpp"

#include <iterator>
#include <spdlog/spdlog.h>

#include "app/secret_file.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"
#include "links/notices/mail_door.hpp"
#include "links/notices/silent_door.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

std::expected<links::MailOptions, std::string> mail_options(const Config& config) {
    links::MailOptions options;
    options.smtp.host = config.mail_server;
    options.smtp.tls = config.mail_tls;
    options.smtp.user = config.mail_user;
    options.smtp.certificates = config.mail_certificates;
    if (!config.mail_password_file.empty()) {
        TRY(vault::Secret password,
            read_secret_file("mail.password_file", config.mail_password_file));
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
