// The operator's subcommands, one for each of the operator's rows in the operations table:
//
//     keys.create  POST /v1/operator/keys        postern keys create --data DIR --account-id 3 ...
//     keys.revoke  POST /v1/operator/keys/{key}  postern keys revoke --data DIR KEY
//
// They speak to the running server through DIR/control.sock and print its answer. What is secret
// or long is read from a file or from standard input, never from the command line, which every
// process on the machine can read:
//
//     staff.add     postern staff add --data DIR --email E --password-file - ...
//     policies.post postern policies post --data DIR --type terms --body-file terms.md ...
//     fees.set_tiers postern fees set_tiers --data DIR --asset USDT --tiers-file tiers.json
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <simdjson.h>

#include "api/operations/json_writer.hpp"
#include "api/operations/table.hpp"
#include "app/commands.hpp"
#include "app/http_client.hpp"

namespace app {
namespace {

namespace dom = simdjson::dom;

// What was typed for one row: the folder, and texts by field.
struct Typed {
    std::string folder;
    std::map<std::string, std::string, std::less<>> values;
};

std::string_view verb_of(api::Method method) {
    switch (method) {
        case api::Method::get:
            return "GET";
        case api::Method::post:
            return "POST";
        case api::Method::put:
            return "PUT";
        case api::Method::del:
            return "DELETE";
        case api::Method::patch:
            return "PATCH";
        default:
            return "";
    }
}

// "account_id" -> "--account-id"
std::string option_of(std::string_view field) {
    std::string option = "--" + std::string{field};
    std::ranges::replace(option, '_', '-');
    return option;
}

bool comes_by_file(const api::Field& field) {
    return field.place == api::FieldPlace::body &&
           (field.name == "password" || field.name == "body" ||
            field.type == api::FieldType::objects);
}

// The whole file, "-" for standard input; without the line end that editors and echo put behind a
// password.
std::string read_file(const std::string& name, bool is_one_line) {
    std::ifstream file;
    if (name != "-") file.open(name, std::ios::binary);
    if (name != "-" && !file) throw CLI::ValidationError(name, "cannot be read");
    std::istream& in = name == "-" ? std::cin : file;
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    while (is_one_line && !text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    return text;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        out += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string target_of(const api::Operation& row, const Typed& typed) {
    std::string target{row.path};
    std::string query;
    for (const api::Field& field : row.fields) {
        const auto value = typed.values.find(field.name);
        if (value == typed.values.end()) continue;
        const std::string text = percent_encoded(value->second);
        if (field.place == api::FieldPlace::path) {
            const std::string hole = fmt::format("{{{}}}", field.name);
            target.replace(target.find(hole), hole.size(), text);
        } else if (field.place == api::FieldPlace::query) {
            query += fmt::format("{}{}={}", query.empty() ? '?' : '&', field.name, text);
        }
    }
    return target + query;
}

void write_list(api::Json& json, std::string_view text) {
    json.begin_array();
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        json.text(text.substr(0, comma));
        text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    }
    json.end_array();
}

std::string body_of(const api::Operation& row, const Typed& typed) {
    std::string body;
    api::Json json{body};
    json.begin_object();
    for (const api::Field& field : row.fields) {
        const auto value = typed.values.find(field.name);
        if (value == typed.values.end() || field.place != api::FieldPlace::body) continue;
        json.name(field.name);
        const bool is_boolean = value->second == "true" || value->second == "false";
        if (field.type == api::FieldType::texts) {
            write_list(json, value->second);
        } else if (field.type == api::FieldType::objects ||
                   (field.type == api::FieldType::boolean && is_boolean)) {
            json.raw(value->second);
        } else {
            json.text(value->second);
        }
    }
    json.end_object();
    return body == "{}" ? "" : body;
}

void append_indented(std::string& out, const dom::element& element, std::size_t depth) {
    const std::string indent(2 * depth + 2, ' ');
    dom::object object;
    dom::array array;
    bool first = true;
    if (element.get(object) == simdjson::SUCCESS && object.size() > 0) {
        for (const auto [name, value] : object) {
            out += fmt::format("{}{}\"{}\": ", first ? "{\n" : ",\n", indent, name);
            append_indented(out, value, depth + 1);
            first = false;
        }
        out += fmt::format("\n{}}}", indent.substr(2));
    } else if (element.get(array) == simdjson::SUCCESS && array.size() > 0) {
        for (const dom::element item : array) {
            out += fmt::format("{}{}", first ? "[\n" : ",\n", indent);
            append_indented(out, item, depth + 1);
            first = false;
        }
        out += fmt::format("\n{}]", indent.substr(2));
    } else {
        out += simdjson::minify(element);
    }
}

std::string indented(const std::string& json) {
    dom::parser parser;
    dom::element element;
    if (parser.parse(json).get(element) != simdjson::SUCCESS) return json;
    std::string out;
    append_indented(out, element, 0);
    return out;
}

// "insufficient_funds: The account has less than the order needs. Fund it, or ask for less."
std::string told(const HttpReply& reply) {
    dom::parser parser;
    dom::object problem;
    std::string_view code;
    std::string_view detail;
    if (parser.parse(reply.body).get(problem) != simdjson::SUCCESS ||
        problem["code"].get(code) != simdjson::SUCCESS ||
        problem["detail"].get(detail) != simdjson::SUCCESS) {
        return fmt::format("The server answered {}: {}", reply.status, reply.body);
    }
    return fmt::format("{}: {}\n{}", code, detail, indented(reply.body));
}

int run(const api::Operation& row, const Typed& typed) {
    const std::filesystem::path socket = std::filesystem::path{typed.folder} / "control.sock";
    HttpClient client = HttpClient::to_socket(socket);
    const std::string body = body_of(row, typed);
    HttpClient::Headers headers;
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    const auto reply = client.call(verb_of(row.method), target_of(row, typed), headers, body);
    if (!reply) {
        fmt::print(stderr, "No server answers at {}. Start it with: postern serve --data {}\n",
                   socket.string(), typed.folder);
        return 1;
    }
    if (reply->status >= 300) {
        fmt::print(stderr, "{}\n", told(*reply));
        return 1;
    }
    fmt::print("{}\n", indented(reply->body));
    return 0;
}

std::string help_of(const api::Field& field) {
    std::string help{field.about};
    if (field.type == api::FieldType::texts) help += help.empty() ? "a,b,c" : " (a,b,c)";
    if (field.type == api::FieldType::choice)
        help += (help.empty() ? "" : ": ") + std::string{field.choices};
    return help;
}

void add_row(CLI::App& line, const api::Operation& row, int& exit_code) {
    const std::string name{row.name};
    std::string group = name.substr(0, name.find('.'));
    std::ranges::replace(group, '_', '-');  // access_log.list: postern access-log list
    const auto groups =
        line.get_subcommands([&](const CLI::App* app) { return app->get_name() == group; });
    CLI::App* group_line = groups.empty() ? nullptr : groups.front();
    if (group_line == nullptr) {
        group_line = line.add_subcommand(group, "The operator's view of " + group);
        group_line->require_subcommand(1);
    }
    CLI::App* verb =
        group_line->add_subcommand(name.substr(name.find('.') + 1), std::string{row.about});
    auto typed = std::make_shared<Typed>();
    verb->add_option("--data", typed->folder, "The folder of the running exchange")->required();
    for (const api::Field& field : row.fields) {
        const bool in_path = field.place == api::FieldPlace::path;
        const std::string field_name{field.name};
        if (comes_by_file(field)) {
            auto* option = verb->add_option_function<std::string>(
                option_of(field.name) + "-file",
                [typed, field_name](const std::string& file) {
                    typed->values[field_name] = read_file(file, field_name == "password");
                },
                help_of(field) + " (in this file; - for standard input)");
            if (field.required) option->required();
            continue;
        }
        auto* option = verb->add_option_function<std::string>(
            in_path ? field_name : option_of(field.name),
            [typed, field_name](const std::string& text) { typed->values[field_name] = text; },
            help_of(field));
        if (field.required) option->required();
    }
    verb->callback([&row, typed, &exit_code] { exit_code = run(row, *typed); });
}

}  // namespace

void add_operator_commands(CLI::App& line, int& exit_code) {
    for (const api::Operation& row : api::operations()) {
        if (row.audience == api::Audience::operators) add_row(line, row, exit_code);
    }
}

}  // namespace app
