<?php
// What an editor does: `php edit.php FOLDER ACTIONS`, where the actions are JSON, a list of objects. "at" is the
// moment (UTC) that WordPress shall take for now. Prints the id and the address of the post each action was about.
[$_, $folder, $given] = $argv;
$_SERVER['HTTP_HOST'] = 'mfa.ostria.example';
$_SERVER['REQUEST_URI'] = '/';
require "$folder/wp-load.php";
require "$folder/wp-admin/includes/upgrade.php";
function about($id)
{
    $post = get_post($id);
    $date = get_post_time('c', true, $post);
    return ['id' => $id, 'url' => get_permalink($id), 'title' => $post->post_title, 'date' => $date];
}
$told = [];
foreach (json_decode($given, true) as $action) {
    $id = $action['id'] ?? 0;
    switch ($action['do']) {
        case 'publish':
            $term = get_term_by('slug', $action['section'], 'category');
            $id = wp_insert_post([
                'post_title' => $action['title'], 'post_content' => $action['content'],
                'post_date' => $action['date'], 'post_status' => 'publish', 'post_category' => [$term->term_id],
            ]);
            break;
        case 'update':
            wp_update_post(array_intersect_key(
                $action, array_flip(['post_title', 'post_content', 'post_name', 'post_date', 'post_date_gmt'])
            ) + ['ID' => $id, 'edit_date' => true]);
            break;
        case 'touch':
            wp_update_post(['ID' => $id]);
            break;
        case 'trash':
            wp_trash_post($id);
            break;
        case 'restore':
            wp_untrash_post($id);
            wp_publish_post($id);
            break;
        case 'theme':
            switch_theme($action['theme']);
            break;
        case 'list':
            $told = array_merge($told, array_map('about', get_posts(['numberposts' => -1, 'fields' => 'ids'])));
            continue 2;
    }
    if ($id) {  // the system's own clock is not the one that the watch goes by
        $GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, [
            'post_modified' => get_date_from_gmt($action['at']), 'post_modified_gmt' => $action['at'],
        ], ['ID' => $id]);
        clean_post_cache($id);
        $told[] = about($id);
    }
}
echo json_encode($told);
