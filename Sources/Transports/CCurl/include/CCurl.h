#ifndef MY_DOCKER_NETWORK_CCURL_H
#define MY_DOCKER_NETWORK_CCURL_H

// libcurl as far as this package uses it. It is not linked but loaded with the first handle: it brings some thirty
// libraries, and who uses no URL of the web pays for none of them.

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Loads libcurl and initialises it, once; returns NULL, or why that failed. Nothing below may be called before.
const char *my_docker_network_curl_load(void);

CURL *my_docker_network_curl_easy_init(void);
void my_docker_network_curl_easy_cleanup(CURL *handle);
const char *my_docker_network_curl_easy_strerror(CURLcode code);
struct curl_slist *my_docker_network_curl_slist_append(struct curl_slist *list, const char *text);
void my_docker_network_curl_slist_free_all(struct curl_slist *list);
CURLM *my_docker_network_curl_multi_init(void);
CURLMcode my_docker_network_curl_multi_cleanup(CURLM *multi);
CURLMcode my_docker_network_curl_multi_add_handle(CURLM *multi, CURL *handle);
CURLMcode my_docker_network_curl_multi_remove_handle(CURLM *multi, CURL *handle);
CURLMcode my_docker_network_curl_multi_perform(CURLM *multi, int *running);
CURLMsg *my_docker_network_curl_multi_info_read(CURLM *multi, int *left);
CURLMcode my_docker_network_curl_multi_poll(CURLM *multi, int timeout);
CURLMcode my_docker_network_curl_multi_wakeup(CURLM *multi);

// curl_easy_setopt and curl_easy_getinfo are variadic, and Swift calls no variadic C function: one function for each
// type of argument.

CURLcode my_docker_network_set_number(CURL *handle, CURLoption option, long value);
CURLcode my_docker_network_set_size(CURL *handle, CURLoption option, curl_off_t value);
// libcurl copies a text, but for CURLOPT_POSTFIELDS, which is not set by this.
CURLcode my_docker_network_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode my_docker_network_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode my_docker_network_set_writer(CURL *handle, size_t (*writer)(char *, size_t, size_t, void *), void *context);
CURLcode my_docker_network_set_header_writer(CURL *handle, size_t (*writer)(char *, size_t, size_t, void *),
                                             void *context);
CURLcode my_docker_network_set_opener(CURL *handle,
                                      curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *),
                                      int (*prepare)(void *, curl_socket_t, curlsocktype), void *context);
CURLcode my_docker_network_get_number(CURL *handle, CURLINFO information, long *value);
CURLcode my_docker_network_get_size(CURL *handle, CURLINFO information, curl_off_t *value);
// Allows http and https alone.
CURLcode my_docker_network_allow_web_alone(CURL *handle);
// Ends a transfer without waiting for the thread that resolves its host's name, from 7.87 on.
CURLcode my_docker_network_never_wait_for_names(CURL *handle);

#endif
