#include "links/notices/mail_door.hpp"

#include <fmt/format.h>

#include "api/operations/profile.hpp"
#include "links/mail/message.hpp"

namespace links {
MailDoor::MailDoor(const views::Live& live, const vault::Vault& vault, MailOptions options)
    : live_{live},
      vault_{vault},
      from_{std::move(options.from)},
      house_{std::move(options.house)},
      public_url_{std::move(options.public_url)},
      smtp_{std::move(options.smtp)} {}

Delivery MailDoor::give(const Notice& notice) {
    trouble_.clear();
    const auto subject = [&]() -> std::optional<core::VaultRef> {
        const views::Live::Read present = live_.read();
        const core::User* user = present->state.users.find(notice.to);
        if (user == nullptr || user->status != core::UserStatus::active) return std::nullopt;
        return user->subject;
    }();
    if (!subject) return refuse("nobody signs in under this number");
    const auto sealed = vault_.open_latest(*subject, vault::SecretKind::profile);
    if (!sealed && sealed.error() == vault::VaultError::disk) {
        trouble_ = "the vault cannot be read";
        return Delivery::trouble;
    }
    const auto profile = sealed ? api::parse_profile(*sealed) : std::nullopt;
    if (!profile) return refuse("the vault has no address");
    const auto letter = compose(
        {.from = from_,
         .from_name = "Postern",
         .to = profile->email,
         .subject = notice.subject,
         .text = fmt::format("Hello {},\n\n{}\n\n-- \nPostern, {}\nThis notice was written by a "
                             "machine; nobody reads answers to it.\n",
                             profile->name, notice.text, public_url_),
         .id = fmt::format("{}.{}@{}", notice.id, house_, from_.substr(from_.find('@') + 1)),
         .date = notice.at});
    if (!letter) return refuse("the address is none that mail can be sent to");
    return smtp_.send(from_, profile->email, *letter);
}

Delivery MailDoor::refuse(const char* why) {
    trouble_ = why;
    return Delivery::never;
}

std::string MailDoor::trouble() const { return trouble_.empty() ? smtp_.trouble() : trouble_; }

}  // namespace links
