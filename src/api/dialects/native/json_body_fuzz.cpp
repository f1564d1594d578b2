// Whatever the bytes, reading ends; and what was read, written anew, reads the same.
#include <algorithm>

#include "api/dialects/native/json_body.hpp"
#include "api/operations/json_writer.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace {

std::string written(const api::Inputs& inputs) {
    std::string text;
    api::Json json{text};
    json.begin_object();
    for (const api::Input& input : inputs.all()) {
        json.text(input.name);  // a stranger's name, so escaped as a text is
        text += ':';
        switch (input.form) {
            case api::Form::text:
                json.text(input.text);
                break;
            case api::Form::null:
                json.null();
                break;
            case api::Form::list:
                json.begin_array();
                for (const std::string_view item : input.list) json.text(item);
                json.end_array();
                break;
            case api::Form::number:
            case api::Form::boolean:
                json.raw(input.text);
                break;
            case api::Form::objects:
                json.begin_array();
                for (const api::Inputs& item : input.objects) json.raw(written(item));
                json.end_array();
                break;
        }
    }
    json.end_object();
    return text;
}

bool same(const api::Inputs& a, const api::Inputs& b);

bool same(const api::Input& a, const api::Input& b) {
    const auto equal = [](const api::Inputs& x, const api::Inputs& y) { return same(x, y); };
    return a.name == b.name && a.form == b.form && a.text == b.text && a.list == b.list &&
           std::ranges::equal(a.objects, b.objects, equal);
}

bool same(const api::Inputs& a, const api::Inputs& b) {
    const auto equal = [](const api::Input& x, const api::Input& y) { return same(x, y); };
    return std::ranges::equal(a.all(), b.all(), equal);
}

}  // namespace

FUZZ_TARGET(json_body, bytes) {
    static api::native::JsonBody reader;
    static api::native::JsonBody again;
    api::Inputs inputs;
    const auto read = reader.read(base::as_text({bytes.data(), bytes.size()}), inputs);
    if (!read) {
        const auto why = read.error().rejection.reject;
        CHECK(why == core::Reject::malformed_json || why == core::Reject::malformed_field);
        return;
    }
    api::Inputs twice;
    CHECK(again.read(written(inputs), twice).has_value());
    CHECK(same(inputs, twice));
}
