// Notices as letters. The address comes out of the vault when the letter is made and stays in it.
#pragma once

#include "links/mail/smtp.hpp"
#include "links/notices/notice.hpp"
#include "vault/vault.hpp"
#include "views/live.hpp"

namespace links {

struct MailOptions {
    SmtpOptions smtp{};
    std::string from{};        // "no-reply@exchange.example"
    std::string house{};       // 16 hex digits: tells the ids of two exchanges apart
    std::string public_url{};  // for who wants to sign in
};

class MailDoor final : public Receiver {
  public:
    MailDoor(const views::Live& live, const vault::Vault& vault, MailOptions options);

    Delivery give(const Notice& notice) override;
    std::string trouble() const override;
    void abort() override { smtp_.abort(); }

  private:
    Delivery refuse(const char* why);

    const views::Live& live_;
    const vault::Vault& vault_;
    std::string from_;
    std::string house_;
    std::string public_url_;
    Smtp smtp_;
    std::string trouble_;  // that is not the server's
};

}  // namespace links
