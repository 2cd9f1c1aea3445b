#include "approval/view/parts.hpp"

namespace cuelight::approval {

row* parts::find_row(std::string_view pointer) {
  while (true) {
    if (const auto found = index_.find(pointer); found != index_.end()) {
      return &sections[found->second.first].rows[found->second.second];
    }
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return nullptr;
    pointer = pointer.substr(0, slash);
  }
}

void parts::index_rows() {
  for (std::size_t s = 0; s < sections.size(); ++s) {
    for (std::size_t i = 0; i < sections[s].rows.size(); ++i) index_[sections[s].rows[i].pointer] = {s, i};
  }
}

void parts::warn(const char* code, severity how, std::string pointer, word message) {
  const std::size_t offset = where.offset(pointer);
  warnings.push_back({code, how, std::move(pointer), offset, message});
}

}  // namespace cuelight::approval
