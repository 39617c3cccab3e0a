// Set by the traits that need libcurl: a build without them needs no header of it.
#ifdef MY_DOCKER_NETWORK_CURL

#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// The functions of libcurl that are looked up.
#define FUNCTIONS(X)                                                                                                   \
    X(curl_global_init)                                                                                                \
    X(curl_easy_init)                                                                                                  \
    X(curl_easy_cleanup)                                                                                               \
    X(curl_easy_strerror)                                                                                              \
    X(curl_easy_setopt)                                                                                                \
    X(curl_easy_getinfo)                                                                                               \
    X(curl_slist_append)                                                                                               \
    X(curl_slist_free_all)                                                                                             \
    X(curl_multi_init)                                                                                                 \
    X(curl_multi_cleanup)                                                                                              \
    X(curl_multi_add_handle)                                                                                           \
    X(curl_multi_remove_handle)                                                                                        \
    X(curl_multi_perform)                                                                                              \
    X(curl_multi_info_read)                                                                                            \
    X(curl_multi_poll)                                                                                                 \
    X(curl_multi_wakeup)

// Written once, before anybody reads it.
static struct {
#define MEMBER(name) __typeof__(&name) name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} library;

// Why it cannot be used.
static char failure[256];

static void fail(const char *reason) {
    size_t length = 0;
    for (; reason && reason[length] && length < sizeof failure - 1; length++) failure[length] = reason[length];
    failure[length] = '\0';
}

static void load(void) {
    // The number is that of its interface since 2006.
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        fail(dlerror());
        return;
    }
#define LOOK_UP(name)                                                                                                  \
    library.name = (__typeof__(&name))dlsym(handle, #name);                                                            \
    if (!library.name) {                                                                                               \
        fail("it has no " #name);                                                                                      \
        return;                                                                                                        \
    }
    FUNCTIONS(LOOK_UP)
#undef LOOK_UP
    if (library.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) fail("it cannot be initialised");
}

const char *my_docker_network_curl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return failure[0] ? failure : NULL;
}

CURL *my_docker_network_curl_easy_init(void) { return library.curl_easy_init(); }

void my_docker_network_curl_easy_cleanup(CURL *handle) { library.curl_easy_cleanup(handle); }

const char *my_docker_network_curl_easy_strerror(CURLcode code) { return library.curl_easy_strerror(code); }

struct curl_slist *my_docker_network_curl_slist_append(struct curl_slist *list, const char *text) {
    return library.curl_slist_append(list, text);
}

void my_docker_network_curl_slist_free_all(struct curl_slist *list) { library.curl_slist_free_all(list); }

CURLM *my_docker_network_curl_multi_init(void) { return library.curl_multi_init(); }

CURLMcode my_docker_network_curl_multi_cleanup(CURLM *multi) { return library.curl_multi_cleanup(multi); }

CURLMcode my_docker_network_curl_multi_add_handle(CURLM *multi, CURL *handle) {
    return library.curl_multi_add_handle(multi, handle);
}

CURLMcode my_docker_network_curl_multi_remove_handle(CURLM *multi, CURL *handle) {
    return library.curl_multi_remove_handle(multi, handle);
}

CURLMcode my_docker_network_curl_multi_perform(CURLM *multi, int *running) {
    return library.curl_multi_perform(multi, running);
}

CURLMsg *my_docker_network_curl_multi_info_read(CURLM *multi, int *left) {
    return library.curl_multi_info_read(multi, left);
}

CURLMcode my_docker_network_curl_multi_poll(CURLM *multi, int timeout) {
    return library.curl_multi_poll(multi, NULL, 0, timeout, NULL);
}

CURLMcode my_docker_network_curl_multi_wakeup(CURLM *multi) { return library.curl_multi_wakeup(multi); }

CURLcode my_docker_network_set_number(CURL *handle, CURLoption option, long value) {
    return library.curl_easy_setopt(handle, option, value);
}

CURLcode my_docker_network_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return library.curl_easy_setopt(handle, option, value);
}

CURLcode my_docker_network_set_text(CURL *handle, CURLoption option, const char *value) {
    return library.curl_easy_setopt(handle, option, value);
}

CURLcode my_docker_network_set_pointer(CURL *handle, CURLoption option, void *value) {
    return library.curl_easy_setopt(handle, option, value);
}

CURLcode my_docker_network_set_writer(CURL *handle, size_t (*writer)(char *, size_t, size_t, void *), void *context) {
    CURLcode code = library.curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
    return code != CURLE_OK ? code : library.curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

CURLcode my_docker_network_set_header_writer(CURL *handle, size_t (*writer)(char *, size_t, size_t, void *),
                                             void *context) {
    CURLcode code = library.curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, writer);
    return code != CURLE_OK ? code : library.curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

CURLcode my_docker_network_set_opener(CURL *handle,
                                      curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *),
                                      int (*prepare)(void *, curl_socket_t, curlsocktype), void *context) {
    CURLcode code = library.curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
    if (code == CURLE_OK) code = library.curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, context);
    return code != CURLE_OK ? code : library.curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, prepare);
}

CURLcode my_docker_network_get_number(CURL *handle, CURLINFO information, long *value) {
    return library.curl_easy_getinfo(handle, information, value);
}

CURLcode my_docker_network_get_size(CURL *handle, CURLINFO information, curl_off_t *value) {
    return library.curl_easy_getinfo(handle, information, value);
}

// The names of the protocols came with 7.85, which began to deprecate the numbers.
CURLcode my_docker_network_allow_web_alone(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return library.curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return library.curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

CURLcode my_docker_network_never_wait_for_names(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return library.curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)handle;
    return CURLE_OK;
#endif
}

#endif
