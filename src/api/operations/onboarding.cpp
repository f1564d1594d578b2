// What customers do to be let in: their file, and the documents behind it.
#include "api/operations/onboarding.hpp"

#include "api/access/digest.hpp"
#include "api/operations/onboarding_file.hpp"
#include "api/operations/sealed.hpp"
#include "core/customers/onboarding.hpp"

namespace api {
namespace {

constexpr std::size_t document_bytes_max = 768'000;

const core::Customer& own_customer(const Call& call, const core::State& state) {
    return state.customers.at(call.caller.customer);
}

void tell_code(Json& json, std::string_view name, std::string_view code) {
    code.empty() ? json.null(name) : json.text(name, code);
}

// As the customer sees it: neither his risk nor why somebody looks again.
void tell_application(Json& json, const vault::Vault& vault, const core::Customer& customer) {
    json.name("application");
    json.begin_object();
    json.text("state", word_of(customer.onboarding));
    json.text("kind", word_of(customer.kind));
    json.boolean("verified", customer.verified);
    json.number("level", customer.level);
    tell_code(json, "country", customer.country.view());
    tell_code(json, "reason", customer.onboarding_reason.view());
    const auto comment = opened(vault, customer.comment);
    comment ? json.text("comment", *comment) : json.null("comment");
    json.time("changed_at", customer.onboarding_at);
    json.end_object();
}

// What a court wants unsaid is not said: only locks that may be disclosed.
void tell_restrictions(Json& json, const core::State& state, core::CustomerId customer) {
    json.name("restrictions");
    json.begin_array();
    for (const core::LockId id : state.locks.of(customer)) {
        const core::Lock& lock = *state.locks.find(id);
        if (!lock.disclosed) continue;
        json.begin_object();
        json.text("scope", word_of(lock.scope));
        json.text("reason", lock.reason.view());
        json.time("since", lock.since);
        json.time("ends_at", lock.ends_at);
        json.end_object();
    }
    json.end_array();
}

struct NewDocument {
    core::AttachDocument command;
    base::Bytes bytes;
};

Answer<NewDocument> read_document(const Inputs& inputs) {
    NewDocument document;
    TRY(const std::string_view kind, inputs.text("kind"));
    const auto name = base::Text<32>::from(kind);
    if (!name || !core::is_code(kind)) return malformed("kind", "not_a_code");
    TRY(const std::string_view content, inputs.text("content"));
    auto bytes = base::parse_base64(content);
    if (!bytes) return malformed("content", "not_base64");
    if (bytes->size() > document_bytes_max) return malformed("content", "too_long");
    if (media_type_of(*bytes).empty()) return malformed("content", "not_pdf_png_or_jpeg");
    document.command.kind = *name;
    document.command.hash = fingerprint({"document", base::as_text(*bytes)});
    document.command.size = bytes->size();
    document.bytes = *std::move(bytes);
    return document;
}

}  // namespace

std::string_view media_type_of(base::BytesView bytes) {
    const std::string_view text = base::as_text(bytes);
    if (text.starts_with("%PDF-")) return "application/pdf";
    if (text.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (text.starts_with("\xff\xd8\xff")) return "image/jpeg";
    return {};
}

void tell(Json& json, const core::Document& document) {
    json.begin_object();
    json.number_text("document_id", document.id.value);
    json.text("kind", document.kind.view());
    json.number("bytes", document.size);
    json.time("added_at", document.added_at);
    json.end_object();
}

}  // namespace api

namespace api::handlers {

Answer<Told> show_application(const Call& call) {
    const auto live = call.house.live.read();
    const core::Customer& customer = own_customer(call, live->state);
    return told(live->state.stamp.sequence, [&](Json& json) {
        tell_application(json, call.house.vault, customer);
        const auto file = opened(call.house.vault, customer.file);
        file ? json.raw("file", *file) : json.null("file");
        tell_restrictions(json, live->state, customer.id);
    });
}

void submit_application(const Call& call, Tell then) {
    const auto file = read_onboarding_file(call.inputs, call.house.engine.now());
    if (!file) return then(std::unexpected(file.error()));
    const core::VaultRef subject = [&] {
        const auto live = call.house.live.read();
        return own_customer(call, live->state).subject;
    }();
    run_sealed(
        call, sealing(subject, vault::SecretKind::onboarding, file->json),
        [kind = file->kind, country = file->country](core::VaultRef ref) {
            return core::SubmitOnboarding{kind, country, ref};
        },
        std::move(then),
        [&vault = call.house.vault](Json& json, const views::Present& present,
                                    const engine::Reply& reply) {
            const auto& moved = the<core::OnboardingMoved>(reply);
            tell_application(json, vault, present.state.customers.at(moved.customer));
        });
}

void add_document(const Call& call, Tell then) {
    auto document = read_document(call.inputs);
    if (!document) return then(std::unexpected(std::move(document).error()));
    const core::VaultRef subject = [&] {
        const auto live = call.house.live.read();
        return own_customer(call, live->state).subject;
    }();
    auto created = [then = std::move(then)](Answer<Told>&& told) mutable {
        if (told && told->sequence) told->status = 201;
        then(std::move(told));
    };
    run_sealed(
        call, sealing(subject, vault::SecretKind::document, base::as_text(document->bytes)),
        [command = document->command](core::VaultRef ref) mutable {
            command.content = ref;
            return command;
        },
        std::move(created),
        [](Json& json, const views::Present&, const engine::Reply& reply) {
            json.name("document");
            tell(json, the<core::DocumentAttached>(reply).document);
        });
}

Answer<Told> list_own_documents(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("documents");
        json.begin_array();
        for (const core::DocumentId id : state.documents.of(call.caller.customer)) {
            tell(json, *state.documents.find(id));
        }
        json.end_array();
    });
}

}  // namespace api::handlers
