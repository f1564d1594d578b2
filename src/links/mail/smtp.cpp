#include "links/mail/smtp.hpp"

#include <algorithm>
#include <atomic>
#include <curl/curl.h>
#include <fmt/format.h>
#include <mutex>

#include "base/check.hpp"

namespace links {
namespace {

void start_curl_once() {
    static std::once_flag once;
    std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

struct Recipients {
    explicit Recipients(const std::string& one) : list{curl_slist_append(nullptr, one.c_str())} {
        CHECK(list != nullptr);
    }
    ~Recipients() { curl_slist_free_all(list); }
    Recipients(const Recipients&) = delete;
    Recipients& operator=(const Recipients&) = delete;

    curl_slist* list;
};

// What of the letter is still to be read.
std::size_t give(char* to, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const std::size_t taken = std::min(size * count, rest.size());
    std::ranges::copy(rest.substr(0, taken), to);
    rest.remove_prefix(taken);
    return taken;
}

// Whether the refusals of this reply code are about the letter and its recipient.
bool is_refusal(long code, long hundred) { return code / 100 == hundred; }

}  // namespace

struct Smtp::Inside {
    explicit Inside(SmtpOptions opened) : options{std::move(opened)} {}

    SmtpOptions options;
    CURL* handle{};
    bool at_recipient{};  // our address was taken; what comes is about the recipient
    std::atomic<bool> aborted{};
    std::string trouble;

    void prepare();
    void address(const std::string& from, const Recipients& to, std::string_view& rest);
    Delivery judge(CURLcode code);

    // libcurl tells here what it says to the server; only how far it got is kept.
    static int listen(CURL*, curl_infotype type, char* bytes, std::size_t size, void* self) {
        const std::string_view said{bytes, size};
        if (type == CURLINFO_HEADER_OUT && said.starts_with("RCPT TO")) {
            static_cast<Inside*>(self)->at_recipient = true;
        }
        return 0;
    }
    static int go_on(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<Inside*>(self)->aborted ? 1 : 0;
    }
};

void Smtp::Inside::prepare() {
    const std::string scheme = options.tls == MailTls::tls ? "smtps://" : "smtp://";
    curl_easy_setopt(handle, CURLOPT_URL, (scheme + options.host).c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // whatever the environment says
    curl_easy_setopt(handle, CURLOPT_USE_SSL,
                     options.tls == MailTls::starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options.certificates.empty()) {
        curl_easy_setopt(handle, CURLOPT_CAINFO, options.certificates.c_str());
    }
    if (!options.user.empty()) {
        const std::string password{options.password ? options.password->reveal_text() : ""};
        curl_easy_setopt(handle, CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, password.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, options.connect_seconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, options.letter_seconds);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);  // to listen(), and to nobody else
    curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, listen);
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, this);
}

void Smtp::Inside::address(const std::string& from, const Recipients& to, std::string_view& rest) {
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, to.list);
    curl_easy_setopt(handle, CURLOPT_READDATA, &rest);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(rest.size()));
}

Delivery Smtp::Inside::judge(CURLcode code) {
    if (code == CURLE_OK) return Delivery::accepted;
    long said = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &said);
    trouble =
        said > 0 ? fmt::format("{} (the server's last word was {})", curl_easy_strerror(code), said)
                 : curl_easy_strerror(code);
    // 421: the server is closing. A broken connection leaves the code of an earlier, good reply.
    if (!at_recipient || said == 421) return Delivery::trouble;
    if (is_refusal(said, 5)) return Delivery::never;
    if (is_refusal(said, 4)) return Delivery::later;
    return Delivery::trouble;
}

Smtp::Smtp(SmtpOptions options) : inside_{std::make_unique<Inside>(std::move(options))} {
    start_curl_once();
    inside_->handle = curl_easy_init();
    CHECK(inside_->handle != nullptr);
    inside_->prepare();
}

Smtp::~Smtp() { curl_easy_cleanup(inside_->handle); }

Delivery Smtp::send(const std::string& from, const std::string& to, std::string_view letter) {
    inside_->at_recipient = false;
    const Recipients recipients{"<" + to + ">"};
    std::string_view rest = letter;
    inside_->address("<" + from + ">", recipients, rest);
    return inside_->judge(curl_easy_perform(inside_->handle));
}

const std::string& Smtp::trouble() const { return inside_->trouble; }
void Smtp::abort() { inside_->aborted = true; }

}  // namespace links
