// Windows zone names and the IANA zones that CLDR's windowsZones (territory 001) gives them. Outlook and Exchange write
// these names as TZID.
#include <string>

#include "cuelight/tz.hpp"

namespace cuelight::tz {
namespace {

// Name without " Standard Time", then the zone.
constexpr const char* windows_zones =
    "Dateline\0Etc/GMT+12\0UTC-11\0Etc/GMT+11\0Aleutian\0America/Adak\0Hawaiian\0Pacific/Honolulu\0"
    "Marquesas\0Pacific/Marquesas\0Alaskan\0America/Anchorage\0UTC-09\0Etc/GMT+9\0"
    "Pacific (Mexico)\0America/Tijuana\0UTC-08\0Etc/GMT+8\0Pacific\0America/Los_Angeles\0"
    "US Mountain\0America/Phoenix\0Mountain (Mexico)\0America/Mazatlan\0Mountain\0America/Denver\0"
    "Yukon\0America/Whitehorse\0Central America\0America/Guatemala\0Central\0America/Chicago\0"
    "Easter Island\0Pacific/Easter\0Central (Mexico)\0America/Mexico_City\0Canada Central\0America/Regina\0"
    "SA Pacific\0America/Bogota\0Eastern (Mexico)\0America/Cancun\0Eastern\0America/New_York\0"
    "Haiti\0America/Port-au-Prince\0Cuba\0America/Havana\0US Eastern\0America/Indianapolis\0"
    "Turks And Caicos\0America/Grand_Turk\0Paraguay\0America/Asuncion\0Atlantic\0America/Halifax\0"
    "Venezuela\0America/Caracas\0Central Brazilian\0America/Cuiaba\0SA Western\0America/La_Paz\0"
    "Pacific SA\0America/Santiago\0Newfoundland\0America/St_Johns\0Tocantins\0America/Araguaina\0"
    "E. South America\0America/Sao_Paulo\0SA Eastern\0America/Cayenne\0Argentina\0America/Buenos_Aires\0"
    "Greenland\0America/Godthab\0Montevideo\0America/Montevideo\0Magallanes\0America/Punta_Arenas\0"
    "Saint Pierre\0America/Miquelon\0Bahia\0America/Bahia\0UTC-02\0Etc/GMT+2\0Mid-Atlantic\0Etc/GMT+2\0"
    "Azores\0Atlantic/Azores\0Cape Verde\0Atlantic/Cape_Verde\0UTC\0Etc/UTC\0"
    "Coordinated Universal Time\0Etc/UTC\0GMT\0Europe/London\0Greenwich\0Atlantic/Reykjavik\0"
    "Sao Tome\0Africa/Sao_Tome\0Morocco\0Africa/Casablanca\0W. Europe\0Europe/Berlin\0"
    "Central Europe\0Europe/Budapest\0Romance\0Europe/Paris\0Central European\0Europe/Warsaw\0"
    "W. Central Africa\0Africa/Lagos\0Jordan\0Asia/Amman\0GTB\0Europe/Bucharest\0Middle East\0Asia/Beirut\0"
    "Egypt\0Africa/Cairo\0E. Europe\0Europe/Chisinau\0Syria\0Asia/Damascus\0West Bank\0Asia/Hebron\0"
    "South Africa\0Africa/Johannesburg\0FLE\0Europe/Kiev\0Israel\0Asia/Jerusalem\0"
    "South Sudan\0Africa/Juba\0Kaliningrad\0Europe/Kaliningrad\0Sudan\0Africa/Khartoum\0"
    "Libya\0Africa/Tripoli\0Namibia\0Africa/Windhoek\0Arabic\0Asia/Baghdad\0Turkey\0Europe/Istanbul\0"
    "Arab\0Asia/Riyadh\0Belarus\0Europe/Minsk\0Russian\0Europe/Moscow\0E. Africa\0Africa/Nairobi\0"
    "Volgograd\0Europe/Volgograd\0Iran\0Asia/Tehran\0Arabian\0Asia/Dubai\0Astrakhan\0Europe/Astrakhan\0"
    "Azerbaijan\0Asia/Baku\0Russia Time Zone 3\0Europe/Samara\0Mauritius\0Indian/Mauritius\0"
    "Saratov\0Europe/Saratov\0Georgian\0Asia/Tbilisi\0Caucasus\0Asia/Yerevan\0Afghanistan\0Asia/Kabul\0"
    "West Asia\0Asia/Tashkent\0Qyzylorda\0Asia/Qyzylorda\0Ekaterinburg\0Asia/Yekaterinburg\0"
    "Pakistan\0Asia/Karachi\0India\0Asia/Calcutta\0Sri Lanka\0Asia/Colombo\0Nepal\0Asia/Katmandu\0"
    "Central Asia\0Asia/Bishkek\0Bangladesh\0Asia/Dhaka\0Omsk\0Asia/Omsk\0Myanmar\0Asia/Rangoon\0"
    "SE Asia\0Asia/Bangkok\0Altai\0Asia/Barnaul\0W. Mongolia\0Asia/Hovd\0North Asia\0Asia/Krasnoyarsk\0"
    "N. Central Asia\0Asia/Novosibirsk\0Tomsk\0Asia/Tomsk\0China\0Asia/Shanghai\0"
    "North Asia East\0Asia/Irkutsk\0Singapore\0Asia/Singapore\0W. Australia\0Australia/Perth\0"
    "Taipei\0Asia/Taipei\0Ulaanbaatar\0Asia/Ulaanbaatar\0North Korea\0Asia/Pyongyang\0"
    "Aus Central W.\0Australia/Eucla\0Transbaikal\0Asia/Chita\0Tokyo\0Asia/Tokyo\0Korea\0Asia/Seoul\0"
    "Yakutsk\0Asia/Yakutsk\0Cen. Australia\0Australia/Adelaide\0AUS Central\0Australia/Darwin\0"
    "E. Australia\0Australia/Brisbane\0AUS Eastern\0Australia/Sydney\0West Pacific\0Pacific/Port_Moresby\0"
    "Tasmania\0Australia/Hobart\0Vladivostok\0Asia/Vladivostok\0Lord Howe\0Australia/Lord_Howe\0"
    "Bougainville\0Pacific/Bougainville\0Russia Time Zone 10\0Asia/Srednekolymsk\0Magadan\0Asia/Magadan\0"
    "Norfolk\0Pacific/Norfolk\0Sakhalin\0Asia/Sakhalin\0Central Pacific\0Pacific/Guadalcanal\0"
    "Russia Time Zone 11\0Asia/Kamchatka\0Kamchatka\0Asia/Kamchatka\0New Zealand\0Pacific/Auckland\0"
    "UTC+12\0Etc/GMT-12\0Fiji\0Pacific/Fiji\0Chatham Islands\0Pacific/Chatham\0UTC+13\0Etc/GMT-13\0"
    "Tonga\0Pacific/Tongatapu\0Samoa\0Pacific/Apia\0Line Islands\0Pacific/Kiritimati\0";

bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace

std::string_view zone_of_windows_name(std::string_view name) {
  constexpr std::string_view filler = " Standard Time";
  std::string bare(name.substr(0, 64));
  for (std::size_t at = 0; at + filler.size() <= bare.size(); ++at) {
    if (same(std::string_view(bare).substr(at, filler.size()), filler)) {
      bare.erase(at, filler.size());
      break;
    }
  }
  for (const char* at = windows_zones; *at;) {
    const std::string_view known = at;
    const std::string_view zone = at + known.size() + 1;
    if (same(known, bare)) return zone;
    at = zone.data() + zone.size() + 1;
  }
  return {};
}

}  // namespace cuelight::tz
